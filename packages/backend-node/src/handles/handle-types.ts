/**
 * The types of Node's handles and their requests, with only the members that this package uses.
 * Source: lib/net.js, lib/dgram.js, src/stream_base.cc, src/tcp_wrap.cc and src/udp_wrap.cc of Node
 */
import type { Endpoint } from '@chrome-socket/api/backend'

/** The status of an operation: 0, or the negative number of an error (see `util.getSystemErrorName`). */
export type Status = number

export interface TcpHandle {
  /** The object that owns the handle. `net.Socket` uses this property, too. */
  [owner: symbol]: unknown
  /** Takes received bytes, whose number is in `streamBaseState`. Returns the next buffer to fill. */
  onread: (this: TcpHandle) => Uint8Array | undefined
  /** The descriptor, or a negative number if there is none, as on Windows. */
  readonly fd: number
  /** The number of received bytes. */
  readonly bytesRead: number
  /** The number of bytes that the system has not accepted yet. */
  readonly writeQueueSize: number
  connect(request: ConnectRequest, address: string, port: number): Status
  connect6(request: ConnectRequest, address: string, port: number): Status
  getsockname(out: Partial<Endpoint>): Status
  getpeername(out: Partial<Endpoint>): Status
  setNoDelay(on: boolean): Status
  setKeepAlive(on: boolean, delaySeconds: number): Status
  /** Sets the buffer to fill. It must be called once. The handle does not keep the buffer alive. */
  useUserBuffer(buffer: Uint8Array): void
  readStart(): Status
  readStop(): Status
  /** Writes the bytes. If the system accepts all at once, as `streamBaseState` says, `request` is not used. */
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
  /** Takes a datagram. `bytes` cover their whole buffer. */
  onmessage: (length: number, handle: UdpHandle, bytes: Uint8Array<ArrayBuffer>, from: Sender) => void
  bind(address: string, port: number, flags: number): Status
  bind6(address: string, port: number, flags: number): Status
  connect(address: string, port: number): Status
  connect6(address: string, port: number): Status
  /**
   * Sends a datagram. Returns 1 plus its length if it was sent at once (then `request` is not used), 0 if it will be sent
   * later, or an error.
   */
  send(request: SendRequest, parts: Uint8Array[], count: number, hasCallback: boolean): Status
  send(r: SendRequest, parts: Uint8Array[], count: number, port: number, address: string, hasCallback: boolean): Status
  send6(r: SendRequest, parts: Uint8Array[], count: number, port: number, address: string, hasCallback: boolean): Status
  recvStart(): Status
  getsockname(out: Partial<Endpoint>): Status
  setMulticastTTL(ttl: number): Status
  setMulticastLoopback(on: 0 | 1): Status
  setBroadcast(on: 0 | 1): Status
  addMembership(group: string, networkInterface: undefined): Status
  dropMembership(group: string, networkInterface: undefined): Status
  close(): void
}

export interface SendRequest {
  oncomplete: (this: SendRequest, status: Status) => void
}

/** The sender of a datagram. The address may have a zone. */
export interface Sender extends Endpoint {
  readonly family: string
}

/** The local endpoint of a connection or socket. The system may not know it after a reset; it is then empty. */
export function localOf(handle: TcpHandle | UdpHandle): Endpoint {
  const out: { address?: string; port?: number } = {}
  handle.getsockname(out)
  return { address: out.address ?? '', port: out.port ?? 0 }
}

/** The endpoint of a connection's peer. */
export function peerOf(handle: TcpHandle): Endpoint {
  const out: { address?: string; port?: number } = {}
  handle.getpeername(out)
  return { address: out.address ?? '', port: out.port ?? 0 }
}
