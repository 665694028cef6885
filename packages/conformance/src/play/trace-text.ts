/**
 * The wording of a trace: calls, answers and events read the same in each run, for any ids and ports of the system.
 * A socket is shown by the order in which it appeared in its namespace (`#1` of chrome.socket, `tcp#1` of
 * chrome.sockets.tcp), and an ephemeral port by its order, too (`<port 1>`). A peer's port has the peer's name (`<echo>`).
 */
import { namespaceOf } from './namespaces.ts'
import type { NamespaceName } from './namespaces.ts'

/** Shows the bytes themselves if they are few, or else their number and a checksum. */
export function showBytes(bytes: Uint8Array): string {
  if (bytes.length <= 40) return `bytes(${JSON.stringify(String.fromCharCode(...bytes))})`
  let sum = 0
  for (const byte of bytes) sum = (sum * 31 + byte) % 4294967291
  return `<${bytes.length} bytes, sum ${sum}>`
}

export class TraceText {
  /** The sockets of each namespace that have appeared, with their numbers in the trace. */
  readonly #ids: Readonly<Record<NamespaceName, Map<number, number>>> = {
    socket: new Map(),
    tcp: new Map(),
    tcpServer: new Map(),
    udp: new Map(),
  }
  readonly #ports: Map<number, string>
  readonly #udpPeers: ReadonlySet<number>
  /** The named ephemeral ports. The port of a connection has the peer's port and address family with it. */
  readonly #ephemeralPorts: Map<number, string | undefined> = new Map()
  #names = 0

  constructor(peers: Readonly<Record<string, number>>) {
    const named = Object.entries(peers)
    this.#ports = new Map(named.map(([name, port]) => [port, name]))
    this.#udpPeers = new Set(named.filter(([name]) => name.startsWith('udp')).map(([, port]) => port))
  }

  learnId(id: unknown, namespace: NamespaceName): void {
    const ids = this.#ids[namespace]
    if (typeof id === 'number' && !ids.has(id)) ids.set(id, ids.size + 1)
  }

  idsOf(namespace: NamespaceName): Iterable<number> {
    return this.#ids[namespace].keys()
  }

  knows(id: number, namespace: NamespaceName): boolean {
    return this.#ids[namespace].has(id)
  }

  /** Names a local port, unless it has a name. */
  learnPort(port: number): void {
    this.#portName(port, true)
  }

  showCall(name: string, args: readonly unknown[]): string {
    const namespace = namespaceOf(name)
    const portAt = portParameters[name.slice(name.lastIndexOf('.') + 1)]
    const keyOf = (index: number): string => (index === 0 ? 'socketId' : index === portAt ? 'portArgument' : 'argument')
    const shown = args.map((each, index) => this.show(each, keyOf(index), namespace))
    return `${name}(${shown.join(', ')})`
  }

  /**
   * `key` is the property or parameter of the value. It distinguishes ids and ports from other numbers. An id belongs
   * to `namespace`.
   */
  show(value: unknown, key?: string, namespace: NamespaceName = 'socket'): string {
    if (value === undefined) return 'undefined'
    if (typeof value === 'function') return 'function'
    if (typeof value === 'symbol' || typeof value === 'bigint') return String(value)
    if (typeof value === 'number') return this.#showNumber(value, key, namespace)
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return showBytes(bytesOf(value))
    // The peers are on loopback. Any other sender is this host, whose address differs between machines.
    if (/^(address|remoteAddress)$/.test(key ?? '') && /^(?!127\.|::)./.test(String(value))) return '<this host>'
    if (Array.isArray(value)) return `[${value.map((each) => this.show(each, undefined, namespace)).join(', ')}]`
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value as object)
      const { localPort, peerPort, peerAddress } = value as Readonly<Record<string, unknown>>
      if (typeof localPort === 'number' && typeof peerPort === 'number') {
        this.#portName(localPort, true, `${peerPort} ${String(peerAddress).includes(':') ? 'IPv6' : 'IPv4'}`)
      }
      return `{${entries.map(([name, each]) => `${name}: ${this.show(each, name, namespace)}`).join(', ')}}`
    }
    return JSON.stringify(value)
  }

  #showNumber(value: number, key: string | undefined, namespace: NamespaceName): string {
    if (Object.is(value, -0)) return '-0'
    if (key === 'socketId') return this.#showId(value, namespace)
    if (key === 'clientSocketId') return this.#showId(value, 'tcp')
    if (key === 'localPort') return this.#portName(value, true)
    // The sender of a datagram. The system may give a UDP socket a port that a TCP peer has.
    if (key === 'port' || key === 'remotePort') return this.#portName(value, !this.#udpPeers.has(value))
    if (key === 'peerPort') return this.#portName(value)
    if (key === 'portArgument' && this.#ports.has(value)) return this.#portName(value)
    if (key === 'portArgument' && this.#ports.has(value - 65_536)) return `${this.#portName(value - 65_536)} + 65536`
    return String(value)
  }

  #showId(id: number, namespace: NamespaceName): string {
    const number = this.#ids[namespace].get(id)
    return number === undefined ? String(id) : `${namespace === 'socket' ? '' : namespace}#${number}`
  }

  #portName(port: number, isOwn = false, peer?: string): string {
    if (port === 0) return '0'
    // The system may give a port in one address family that a peer has in the other family.
    const isNew = !this.#ports.has(port) || (isOwn && !this.#ephemeralPorts.has(port))
    const otherPeer = this.#ephemeralPorts.get(port)
    // Two connections to different peers may have one local port, because both ends identify a connection (RFC 9293,
    // 3.3.1).
    const isShared = peer !== undefined && otherPeer !== undefined && peer !== otherPeer
    if (isNew || isShared) {
      this.#names += 1
      this.#ports.set(port, `port ${this.#names}`)
    }
    if (isNew || peer !== undefined) this.#ephemeralPorts.set(port, peer)
    return `<${this.#ports.get(port)}>`
  }
}

/** The index of the port among a function's arguments. A backlog or a length may happen to be the same number. */
const portParameters: Readonly<Record<string, number>> = { connect: 2, bind: 2, listen: 2, send: 3, sendTo: 3 }

/** A view of a detached buffer has no bytes to look at. */
function bytesOf(value: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (value.byteLength === 0) return new Uint8Array(0)
  return value instanceof ArrayBuffer
    ? new Uint8Array(value)
    : new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
}
