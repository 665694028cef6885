/**
 * Node's handles and their requests, as far as they are used here.
 * Source: lib/net.js, lib/dgram.js, src/stream_base.cc, src/tcp_wrap.cc and src/udp_wrap.cc of Node
 */
import type { Endpoint } from '@chrome-socket/api/backend'

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
  setBroadcast(on: 0 | 1): Status
  addMembership(group: string, networkInterface: undefined): Status
  dropMembership(group: string, networkInterface: undefined): Status
  close(): void
}

export interface SendRequest {
  oncomplete: (this: SendRequest, status: Status) => void
}

/** The sender of a datagram. Its address may have a zone. */
export interface Sender extends Endpoint {
  readonly family: string
}

/** The own end of a connection or socket, as the system tells it. It may know nothing of a connection that was reset. */
export function localOf(handle: TcpHandle | UdpHandle): Endpoint {
  const out: { address?: string; port?: number } = {}
  handle.getsockname(out)
  return { address: out.address ?? '', port: out.port ?? 0 }
}

/** The peer's end of a connection, as the system tells it. */
export function peerOf(handle: TcpHandle): Endpoint {
  const out: { address?: string; port?: number } = {}
  handle.getpeername(out)
  return { address: out.address ?? '', port: out.port ?? 0 }
}
