/**
 * Finds Node's handles and their requests, on which `net.Socket` and `dgram.Socket` are built.
 * Source: lib/net.js, lib/dgram.js and lib/internal/stream_base_commons.js of Node
 *
 * A `net.Socket` is a stream, an event emitter and a dozen closures around a handle. The contract needs none of them. With
 * handles, compared with raw sockets on Node 24 and without the API, a waiting connection takes 0.42 of the JavaScript heap,
 * an accept 0.6 of the CPU, a ping-pong 0.93, and sending a datagram 0.9.
 *
 * Handles are not documented. They are used only in the versions of Node that the conformance suites run in, and only if all
 * members in `handle-types.ts` exist. Otherwise `sockets/` does the same with documented classes: in Bun, Deno, Electron,
 * other versions, and processes with permissions or with warnings about deprecated functions.
 */
import process from 'node:process'
import type { ConnectRequest, SendRequest, TcpHandle, UdpHandle, WriteRequest } from './handle-types.ts'

const verifiedMajors: ReadonlySet<string> = new Set(['20', '22', '24', '26'])

interface StreamBinding {
  readonly WriteWrap: new () => WriteRequest
  /** Data about the last call or callback of a stream's handle. The two indices below are its fields. */
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
  /** The argument of `TCP` for a connection. */
  readonly tcpSocket: number
  /** The symbol of the property `owner` of a TCP handle. */
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
    // With permissions, for example, it throws ERR_ACCESS_DENIED.
    return undefined
  }
}

/**
 * The internals, or undefined if a member is missing or if `process.binding` would warn, as with `--pending-deprecation`
 * (https://nodejs.org/docs/latest-v20.x/api/deprecations.html#DEP0111).
 */
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

/** Whether the other files of this folder may be used. */
export const hasInternals: boolean = found !== undefined

/** Node's internals, or an empty object if `hasInternals` is false. */
export const internals: Internals = found ?? ({} as Internals)
