/**
 * Node's own sockets, below `net.Socket` and `dgram.Socket`: the handles on which both are built, and their requests.
 * Source: lib/net.js, lib/dgram.js, lib/internal/stream_base_commons.js, src/stream_base.cc and src/udp_wrap.cc of Node
 *
 * A `net.Socket` is a stream, an event emitter and a dozen closures around a handle, none of which the contract needs.
 * Measured on Node 24 against raw sockets, backend alone: a connection that waits takes 0.42 of the JavaScript heap, accepting
 * 0.6 of the CPU, a ping-pong 0.93, sending a datagram 0.9. The rest is the system's.
 *
 * They are not documented, so they are used only where they are known to be as written here: in the versions of Node that the
 * conformance suites run in, and when everything is there. Elsewhere (Bun, Deno, Electron, other versions, a process
 * with permissions, one that wants to be warned of what is deprecated) `sockets/` does the same with what is documented.
 */
import process from 'node:process'
import type { Endpoint } from '@chrome-socket/api/backend'
import type { Sender } from '../datagram-inbox.ts'

const verifiedMajors: ReadonlySet<string> = new Set(['20', '22', '24'])

/** 0, or the negative number of an error: see `util.getSystemErrorName`. */
export type Status = number

export interface TcpHandle {
  /** A property of every TCP handle for the object that stands for it; `net.Socket` uses it as well. */
  [owner: symbol]: unknown
  /** Called for what was received, with its length in `streamBaseState`. What it returns is filled next. */
  onread: (this: TcpHandle) => Uint8Array | undefined
  /** The descriptor; negative where there is none, as on Windows. */
  readonly fd: number
  /** In bytes: of writes that the system has not taken yet. */
  readonly writeQueueSize: number
  connect(request: ConnectRequest, address: string, port: number): Status
  connect6(request: ConnectRequest, address: string, port: number): Status
  getsockname(out: Partial<Endpoint>): Status
  getpeername(out: Partial<Endpoint>): Status
  setNoDelay(on: boolean): Status
  setKeepAlive(on: boolean, delaySeconds: number): Status
  /** What is to be filled; to be called once. The handle does not keep it alive. */
  useUserBuffer(buffer: Uint8Array): void
  readStart(): Status
  readStop(): Status
  /** Writes at once what the system takes; `streamBaseState` says whether that was all. If so, `request` is not used. */
  writeBuffer(request: WriteRequest, bytes: Uint8Array): Status
  close(): void
}

export interface ConnectRequest {
  oncomplete: (this: ConnectRequest, status: Status, handle: TcpHandle) => void
}

export interface WriteRequest {
  oncomplete: (this: WriteRequest, status: Status) => void
}

export interface UdpHandle {
  /** `bytes` are exactly as long as their buffer. */
  onmessage: (length: number, handle: UdpHandle, bytes: Uint8Array<ArrayBuffer>, from: Sender) => void
  bind(address: string, port: number, flags: number): Status
  bind6(address: string, port: number, flags: number): Status
  connect(address: string, port: number): Status
  connect6(address: string, port: number): Status
  /** 1 + the length when it was sent at once, and then `request` is not used; 0 when it will be; or an error. */
  send(request: SendRequest, parts: Uint8Array[], count: number, hasCallback: boolean): Status
  send(r: SendRequest, parts: Uint8Array[], count: number, port: number, address: string, hasCallback: boolean): Status
  send6(r: SendRequest, parts: Uint8Array[], count: number, port: number, address: string, hasCallback: boolean): Status
  recvStart(): Status
  getsockname(out: Partial<Endpoint>): Status
  setMulticastTTL(ttl: number): Status
  setMulticastLoopback(on: 0 | 1): Status
  addMembership(group: string, networkInterface: undefined): Status
  dropMembership(group: string, networkInterface: undefined): Status
  close(): void
}

export interface SendRequest {
  oncomplete: (this: SendRequest, status: Status) => void
}

interface StreamBinding {
  readonly WriteWrap: new () => WriteRequest
  /** What the last call of a stream's handle, or the last callback, has to say; by the two indices. */
  readonly streamBaseState: Int32Array
  readonly kReadBytesOrError: number
  readonly kLastWriteWasAsync: number
}

interface TcpBinding {
  readonly TCP: new (kind: number) => TcpHandle
  readonly TCPConnectWrap: new () => ConnectRequest
  readonly constants: { readonly SOCKET: number }
}

interface UdpBinding {
  readonly UDP: new () => UdpHandle
  readonly SendWrap: new () => SendRequest
}

type Binding = (name: string) => unknown

export interface Internals extends StreamBinding, Omit<TcpBinding, 'constants'>, UdpBinding {
  /** The kind of a TCP handle that is not a server's. */
  readonly tcpSocket: number
  /** The symbol of a TCP handle's `owner`. */
  readonly owner: symbol
}

const tcpMethods = 'connect connect6 getsockname getpeername setNoDelay setKeepAlive useUserBuffer readStart readStop'
const udpMethods =
  'bind bind6 connect connect6 send send6 recvStart getsockname setMulticastTTL setMulticastLoopback addMembership'

function findInternals(): Internals | undefined {
  const { node, bun, deno, electron } = process.versions
  const isNode = process.release?.name === 'node' && (bun ?? deno ?? electron) === undefined
  if (!isNode || !verifiedMajors.has(node.split('.')[0] ?? '')) return undefined
  try {
    return assembled((process as { binding?: Binding }).binding)
  } catch {
    // Such as ERR_ACCESS_DENIED, with permissions.
    return undefined
  }
}

/** https://nodejs.org/docs/latest-v20.x/api/deprecations.html#DEP0111: with `--pending-deprecation` each call would warn. */
function assembled(binding: Binding | undefined): Internals | undefined {
  const warns = Object.getPrototypeOf(binding) !== Function.prototype
  if (binding === undefined || warns) return undefined
  const stream = binding('stream_wrap') as StreamBinding
  const tcp = binding('tcp_wrap') as TcpBinding
  const udp = binding('udp_wrap') as UdpBinding
  const { TCP, TCPConnectWrap, constants } = tcp
  const handle = new TCP(constants.SOCKET)
  const owner = Object.getOwnPropertySymbols(handle).find(({ description }) => description === 'owner_symbol')
  const { fd, writeQueueSize } = handle
  handle.close()
  const isAsExpected =
    typeof fd === 'number' &&
    typeof writeQueueSize === 'number' &&
    has(TCP.prototype, `${tcpMethods} writeBuffer close`) &&
    has(udp.UDP.prototype, `${udpMethods} dropMembership close`) &&
    has(stream, 'WriteWrap') &&
    has(tcp, 'TCP TCPConnectWrap') &&
    has(udp, 'UDP SendWrap') &&
    ArrayBuffer.isView(stream.streamBaseState) &&
    stream.streamBaseState[stream.kReadBytesOrError] !== undefined &&
    stream.streamBaseState[stream.kLastWriteWasAsync] !== undefined
  return isAsExpected && owner !== undefined
    ? { ...stream, ...udp, TCP, TCPConnectWrap, tcpSocket: constants.SOCKET, owner }
    : undefined
}

function has(object: object, functions: string): boolean {
  return functions.split(' ').every((name) => typeof (object as Record<string, unknown>)[name] === 'function')
}

const found = findInternals()

/** Whether the rest of this folder may be used. */
export const hasInternals: boolean = found !== undefined

/** Empty where there are none; then nobody asks for a member. */
export const internals: Internals = found ?? ({} as Internals)
