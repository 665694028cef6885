/**
 * The wording of a trace: calls, answers and events read the same in each run, whatever ids and ports the system gave.
 * A socket is shown by the order in which it appeared (`#1`), as is an ephemeral port (`<port 1>`); a peer's port by the
 * peer's name (`<echo>`).
 */

/** The bytes themselves when they are few, else their number and a checksum. */
export function showBytes(bytes: Uint8Array): string {
  if (bytes.length <= 40) return `bytes(${JSON.stringify(String.fromCharCode(...bytes))})`
  let sum = 0
  for (const byte of bytes) sum = (sum * 31 + byte) % 4294967291
  return `<${bytes.length} bytes, sum ${sum}>`
}

export class TraceText {
  /** The sockets that have appeared, and their numbers in the trace. */
  readonly ids: Map<number, number> = new Map()
  readonly #ports: Map<number, string>
  readonly #ephemeralPorts: Set<number> = new Set()

  constructor(peers: Readonly<Record<string, number>>) {
    this.#ports = new Map(Object.entries(peers).map(([name, port]) => [port, name]))
  }

  learnId(id: unknown): void {
    if (typeof id === 'number' && !this.ids.has(id)) this.ids.set(id, this.ids.size + 1)
  }

  /** Gives a local port its name, unless it has one. */
  learnPort(port: number): void {
    this.#portName(port, true)
  }

  showCall(name: string, args: readonly unknown[]): string {
    const shown = args.map((each, index) => this.show(each, index === 0 ? 'socketId' : 'argument'))
    return `${name}(${shown.join(', ')})`
  }

  /** `key` is the property or parameter that has the value: it tells ids and ports from other numbers. */
  show(value: unknown, key?: string): string {
    if (value === undefined) return 'undefined'
    if (typeof value === 'function') return 'function'
    if (typeof value === 'symbol' || typeof value === 'bigint') return String(value)
    if (typeof value === 'number') return this.#showNumber(value, key)
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return showBytes(bytesOf(value))
    // The peers are on loopback: any other sender is this host, which has another address elsewhere.
    if (key === 'address' && /^(?!127\.|::)./.test(String(value))) return '<this host>'
    if (Array.isArray(value)) return `[${value.map((each) => this.show(each)).join(', ')}]`
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value as object)
      return `{${entries.map(([name, each]) => `${name}: ${this.show(each, name)}`).join(', ')}}`
    }
    return JSON.stringify(value)
  }

  #showNumber(value: number, key: string | undefined): string {
    if (Object.is(value, -0)) return '-0'
    if (key === 'socketId') return this.ids.has(value) ? `#${this.ids.get(value)}` : String(value)
    if (key === 'localPort') return this.#portName(value, true)
    if (key === 'port' || key === 'peerPort') return this.#portName(value)
    return key === 'argument' && this.#ports.has(value) ? this.#portName(value) : String(value)
  }

  #portName(port: number, isOwn = false): string {
    if (port === 0) return '0'
    // The system may give a port to one address family that a peer has in the other.
    if (!this.#ports.has(port) || (isOwn && !this.#ephemeralPorts.has(port))) {
      this.#ephemeralPorts.add(port)
      this.#ports.set(port, `port ${this.#ephemeralPorts.size}`)
    }
    return `<${this.#ports.get(port)}>`
  }
}

/** A view of a detached buffer has no bytes to look at. */
function bytesOf(value: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (value.byteLength === 0) return new Uint8Array(0)
  return value instanceof ArrayBuffer
    ? new Uint8Array(value)
    : new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
}
