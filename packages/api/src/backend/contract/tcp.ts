/**
 * The contract: byte streams, connections and listeners.
 * Model: Chromium's net::StreamSocket and net::ServerSocket (net/socket/stream_socket.h and server_socket.h).
 */
import type { Completion, Endpoint, NetResult } from './results.ts'

/** Gets the result of a read. It is an object, so that a pending read costs no closure. `readBytes` takes a function. */
export interface Reader {
  /**
   * Is called once for each read.
   * @param result as `read` of `ByteStream` says
   * @param data the reader's alone. It is `result` bytes long, or empty where `result` is not positive
   * @errors Must not throw: an error goes to the runtime's handler of uncaught errors.
   * @example
   * import type { ByteStream, Reader } from '@chrome-socket/api/backend'
   *
   * export function readOnce(stream: ByteStream): void {
   *   const reader: Reader = { completeRead: (result, data) => console.log(result, data.byteLength) }
   *   stream.read(4096, reader)
   * }
   */
  completeRead(result: NetResult, data: ArrayBuffer): void
}

/** A connected, ordered byte stream: TCP, TLS over TCP, a pipe, a relay. */
export interface ByteStream {
  /** The own end. Known from the start, and still there after `close`. */
  readonly local: Endpoint
  /** The other end, likewise. */
  readonly peer: Endpoint

  /**
   * Asks for bytes. One read may be pending at a time.
   *
   * A `result` > 0 is the number of bytes. 0 means that the peer has ended its side and all its bytes were read; each later
   * read gives 0 again, and writing may go on. A `result` < 0 means that the connection failed, as will each later read.
   * @param max in bytes, at least 1: the most that the reader gets
   * @param reader gets the result, and the bytes, which are its own
   * @errors as the reader's `result`
   * - `-100 ERR_CONNECTION_CLOSED`: the stream is closed, before the read or while it is pending.
   * - `-101 ERR_CONNECTION_RESET`: the peer has reset the connection.
   * - another net error: the connection failed with it.
   * @example
   * import type { ByteStream } from '@chrome-socket/api/backend'
   *
   * export const readAll = (stream: ByteStream, take: (data: ArrayBuffer) => void): void =>
   *   stream.read(65536, {
   *     completeRead(result, data) {
   *       if (result <= 0) return stream.close()
   *       take(data)
   *       readAll(stream, take)
   *     },
   *   })
   */
  read(max: number, reader: Reader): void

  /**
   * Sends all of `bytes`. Writes may be queued, and complete in order.
   * @param bytes any number of them, also 0. The stream borrows them until it completes, and does not look into them afterwards
   * @param complete gets the length of `bytes`, or an error
   * @errors
   * - `-100 ERR_CONNECTION_CLOSED`: the stream is closed, before the write or while it is pending.
   * - `-101 ERR_CONNECTION_RESET`: the peer has reset the connection, or has closed it with bytes unread.
   * - another net error: the connection failed with it.
   * @example
   * import type { ByteStream } from '@chrome-socket/api/backend'
   *
   * export function greet(stream: ByteStream): void {
   *   stream.write(new TextEncoder().encode('hello\n'), (result) => console.log(result))
   * }
   */
  write(bytes: Uint8Array, complete: Completion): void

  /**
   * Closes the connection. Pending operations complete with `-100 ERR_CONNECTION_CLOSED`; bytes whose write has completed still
   * reach the peer.
   * @errors Cannot fail. A second call does nothing.
   * @example
   * import type { ByteStream } from '@chrome-socket/api/backend'
   *
   * export function sayAndClose(stream: ByteStream, bytes: Uint8Array): void {
   *   stream.write(bytes, () => stream.close())
   * }
   */
  close(): void

  // Accelerators. A stream is complete without them; with them the API above it does less.

  /** Whether a read would give the end, or a failure that is known, because nothing is left to read. */
  readonly hasEnded?: boolean

  /**
   * Whether the peer has ended its side, or the connection has failed, even if bytes are unread. An accepted stream may know it only
   * once something has been read or written. Without this property `secure` gives the error of the handshake, where Chromium gives
   * `-15 ERR_SOCKET_NOT_CONNECTED`.
   */
  readonly peerHasEnded?: boolean

  /**
   * Hands as many leading bytes to the system as it accepts within the call, and returns their number. The writer then need
   * not copy bytes that it may not keep, and passes the rest to `write`.
   * @param bytes the stream does not look into them after the call
   * @errors 0, on a stream that has failed or is closed, while a write is pending, and for so few bytes that a copy is quicker. A
   * failure is told by the `write` that follows.
   * @example
   * import type { ByteStream, Completion } from '@chrome-socket/api/backend'
   *
   * export function send(stream: ByteStream, bytes: Uint8Array, complete: Completion): void {
   *   const taken = stream.writeNow?.(bytes) ?? 0
   *   stream.write(bytes.slice(taken), (result) => complete(result < 0 ? result : bytes.byteLength))
   * }
   */
  writeNow?(bytes: Uint8Array): number
}

/** A TCP connection. */
export interface TcpStream extends ByteStream {
  /**
   * Sets or clears TCP_NODELAY, which is on from the start, as in Chromium.
   * @param on false for Nagle's algorithm
   * @errors `false`: it could not be set, or the stream is closed.
   * @example
   * import type { TcpStream } from '@chrome-socket/api/backend'
   *
   * export const gathers = (stream: TcpStream): boolean => stream.setNoDelay(false)
   */
  setNoDelay(on: boolean): boolean

  /**
   * Sets or clears SO_KEEPALIVE. It is on with 45 s from the start.
   * @param on whether the system probes an idle connection
   * @param delaySeconds of idleness before the first probe, up to 32767; 0 leaves it as it is
   * @errors `false`: it could not be set, or the stream is closed.
   * @example
   * import { defaultKeepAliveDelay, type TcpStream } from '@chrome-socket/api/backend'
   *
   * export const keep = (stream: TcpStream): boolean => stream.setKeepAlive(true, defaultKeepAliveDelay)
   */
  setKeepAlive(on: boolean, delaySeconds: number): boolean
}

/** Tells of a new connection. `stream` is there if and only if `result` is 0. */
export type ConnectCompletion = (result: NetResult, stream?: TcpStream) => void
/** Tells of an accepted connection. `stream` is there if and only if `result` is 0. */
export type AcceptCompletion = (result: NetResult, stream?: TcpStream) => void

/** A TCP socket that listens. */
export interface TcpListener {
  /** With the port that the system has chosen, where it had to. */
  readonly local: Endpoint

  /**
   * Takes the next connection. One accept may be pending at a time.
   * @param complete gets 0 and the connection, which is the caller's; or an error
   * @errors
   * - `-100 ERR_CONNECTION_CLOSED`: the listener is closed, before the accept or while it is pending.
   * - another net error: the system could not accept.
   * @example
   * import type { TcpListener, TcpStream } from '@chrome-socket/api/backend'
   *
   * export const acceptAll = (listener: TcpListener, take: (stream: TcpStream) => void): void =>
   *   listener.accept((result, stream) => {
   *     if (stream === undefined) return console.error(result)
   *     take(stream)
   *     acceptAll(listener, take)
   *   })
   */
  accept(complete: AcceptCompletion): void

  /**
   * Stops listening, and closes the connections that nobody has accepted. A pending accept completes with
   * `-100 ERR_CONNECTION_CLOSED`.
   * @errors Cannot fail. A second call does nothing.
   * @example
   * import type { TcpListener } from '@chrome-socket/api/backend'
   *
   * export function acceptOne(listener: TcpListener): void {
   *   listener.accept(() => listener.close())
   * }
   */
  close(): void
}

/** Tells of a new listener. `listener` is there if and only if `result` is 0. */
export type ListenCompletion = (result: NetResult, listener?: TcpListener) => void
