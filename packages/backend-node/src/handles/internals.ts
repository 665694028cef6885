/**
 * Finds Node's own sockets, below `net.Socket` and `dgram.Socket`: the handles on which both are built, and their requests.
 * Source: lib/net.js, lib/dgram.js and lib/internal/stream_base_commons.js of Node
 *
 * A `net.Socket` is a stream, an event emitter and a dozen closures around a handle. The contract needs none of them.
 * Measured on Node 24 against raw sockets, backend alone: a connection that waits takes 0.42 of the JavaScript heap, accepting
 * 0.6 of the CPU, a ping-pong 0.93, sending a datagram 0.9. The rest is the system's.
 *
 * Handles are not documented. They are used only in the versions of Node that the conformance suites run in, and only when
 * everything is there that `handle-types.ts` describes. Elsewhere (Bun, Deno, Electron, other versions, a process with
 * permissions, one that wants to be warned of deprecated functions) `sockets/` does the same with documented classes.
 */
import process from 'node:process'
import type { ConnectRequest, SendRequest, TcpHandle, UdpHandle, WriteRequest } from './handle-types.ts'

const verifiedMajors: ReadonlySet<string> = new Set(['20', '22', '24', '26'])

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
  'bind bind6 connect connect6 send send6 recvStart getsockname setMulticastTTL setMulticastLoopback setBroadcast'

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
    has(udp.UDP.prototype, `${udpMethods} addMembership dropMembership close`) &&
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
