/**
 * How a trace writes calls and what came of them: the same in each run, whatever ids and ports the system gave out.
 * The whole file is one self-contained function, because its source text runs in Chromium, too: it has no imports.
 */

/** Socket ids are told by the order of their appearance, as ephemeral ports are, and the peers' ports by their names. */
export interface TraceText {
  /** The sockets that have been seen, and the numbers that they have in the trace. */
  readonly ids: ReadonlyMap<number, number>
  learnId(id: unknown): void
  /** Gives a local port its name, unless it has one. */
  learnPort(port: number): void
  show(value: unknown, key?: string): string
  showBytes(bytes: Uint8Array): string
  showCall(name: string, args: readonly unknown[]): string
}

export function traceText(peers: Readonly<Record<string, number>>): TraceText {
  const ids = new Map<number, number>()
  const ports = new Map<number, string>(Object.entries(peers).map(([name, port]) => [port, name]))
  let ephemeralPorts = 0
  const learnId = (id: unknown): void => {
    if (typeof id === 'number' && !ids.has(id)) ids.set(id, ids.size + 1)
  }
  const ephemeral = new Set<number>()
  const portName = (port: number, isOwn = false): string => {
    if (port === 0) return '0'
    // The system may give a port to one address family that a peer has in the other.
    if (!ports.has(port) || (isOwn && !ephemeral.has(port))) {
      ephemeral.add(port)
      ephemeralPorts += 1
      ports.set(port, `port ${ephemeralPorts}`)
    }
    return `<${ports.get(port)}>`
  }
  const showBytes = (bytes: Uint8Array): string => {
    let sum = 0
    for (const byte of bytes) sum = (sum * 31 + byte) % 4294967291
    if (bytes.length > 40) return `<${bytes.length} bytes, sum ${sum}>`
    return `bytes(${JSON.stringify(String.fromCharCode(...bytes))})`
  }
  const show = (value: unknown, key?: string): string => {
    if (value === undefined) return 'undefined'
    if (typeof value === 'function') return 'function'
    if (typeof value === 'symbol' || typeof value === 'bigint') return String(value)
    if (value instanceof ArrayBuffer && value.byteLength === 0) return 'bytes("")'
    if (value instanceof ArrayBuffer) return showBytes(new Uint8Array(value))
    // A view of a buffer that is gone has no bytes to look at.
    if (ArrayBuffer.isView(value) && value.byteLength === 0) return 'bytes("")'
    if (ArrayBuffer.isView(value)) return showBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
    if (typeof value === 'number') {
      if (Object.is(value, -0)) return '-0'
      if (key === 'socketId') return ids.has(value) ? `#${ids.get(value)}` : String(value)
      if (key === 'localPort') return portName(value, true)
      if (key === 'port' || key === 'peerPort') return portName(value)
      return key === 'argument' && ports.has(value) ? portName(value) : String(value)
    }
    // The peers are on loopback: any other sender is this host, which has another address elsewhere.
    if (key === 'address' && /^(?!127\.|::)./.test(String(value))) return '<this host>'
    if (Array.isArray(value)) return `[${value.map((each) => show(each)).join(', ')}]`
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value as object)
      return `{${entries.map(([name, each]) => `${name}: ${show(each, name)}`).join(', ')}}`
    }
    return JSON.stringify(value)
  }
  const showCall = (name: string, args: readonly unknown[]): string =>
    `${name}(${args.map((each, index) => show(each, index === 0 ? 'socketId' : 'argument')).join(', ')})`

  return { ids, learnId, learnPort: (port) => void portName(port, true), show, showBytes, showCall }
}
