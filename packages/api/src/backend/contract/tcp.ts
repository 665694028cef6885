/**
 * The contract: byte streams, connections and listeners.
 * Model: Chromium's net::StreamSocket and net::ServerSocket (net/socket/stream_socket.h and server_socket.h).
 */
import type { Completion, Endpoint, NetResult } from './results.ts'

/**
 * Receives the result of a read. It is an object, so that a pending read needs no closure. `readBytes` takes a function
 * instead.
 */
export interface Reader {
  /**
   * Receives the result. The stream calls it once for each read.
   * @param result the result, as for `read` of `ByteStream`
   * @param data a buffer of exactly `result` bytes, which belongs to the reader. It is empty if `result` is not
   * positive
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

/** A connected, ordered byte stream, such as TCP, TLS over TCP, a pipe or a relay. */
export interface ByteStream {
  /** The local endpoint. It is known from the start, and stays after `close`. */
  readonly local: Endpoint
  /** The peer's endpoint. It is known from the start, and stays after `close`. */
  readonly peer: Endpoint

  /**
   * Reads bytes. Only one read may be pending at a time.
   *
   * A `result` > 0 is the number of bytes. 0 means that the peer has ended its side and all its bytes were read; each
   * later read gives 0 again, and writing may continue. A `result` < 0 means that the connection has failed. Each later
   * read gives the same error.
   * @param max the largest number of bytes to read, at least 1
   * @param reader gets the result, and the bytes, which belong to it
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
   * @param bytes any number of bytes, also 0. The stream borrows them until the write completes
   * @param complete gets the length of `bytes` or an error
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
   * reach the peer. The peer sees the end and no reset if at most 64 KiB of its bytes had arrived and are unread.
   *
   * A system resets a socket that is closed with unread bytes (RFC 1122, section 4.2.2.13). A backend whose runtime reads only
   * on demand receives once more before it closes the socket.
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

  /** Whether the next read gives the end or a known failure, because no bytes are left. */
  readonly hasEnded?: boolean

  /**
   * Whether the peer has ended its side, or the connection has failed, even if bytes are unread. An accepted stream may
   * learn it only with the first read or write. Without this property `secure` gives the error of the handshake instead
   * of Chromium's `-15 ERR_SOCKET_NOT_CONNECTED`.
   */
  readonly peerHasEnded?: boolean

  /**
   * Passes as many leading bytes to the system as it accepts within the call, and returns their number. The caller
   * passes the rest to `write`. So it need not copy bytes that it may not keep.
   * @param bytes the bytes, which the stream does not keep after the call
   * @errors 0 if the stream has failed or is closed, if a write is pending, or if a copy of so few bytes is faster. The
   * next `write` reports the failure.
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
   * Sets or clears TCP_NODELAY. As in Chromium, a new connection has it set.
   * @param on false for Nagle's algorithm
   * @errors `false`: the option could not be set, or the stream is closed.
   * @example
   * import type { TcpStream } from '@chrome-socket/api/backend'
   *
   * export const gathers = (stream: TcpStream): boolean => stream.setNoDelay(false)
   */
  setNoDelay(on: boolean): boolean

  /**
   * Sets or clears SO_KEEPALIVE. A new connection has it set, with a delay of 45 s.
   * @param on whether the system probes an idle connection
   * @param delaySeconds the idle time before the first probe, up to 32767; 0 keeps the current delay
   * @errors `false`: the option could not be set, or the stream is closed.
   * @example
   * import { defaultKeepAliveDelay, type TcpStream } from '@chrome-socket/api/backend'
   *
   * export const keep = (stream: TcpStream): boolean => stream.setKeepAlive(true, defaultKeepAliveDelay)
   */
  setKeepAlive(on: boolean, delaySeconds: number): boolean
}

/** Receives the result of a connect. `stream` is present if and only if `result` is 0. */
export type ConnectCompletion = (result: NetResult, stream?: TcpStream) => void
/** Receives the result of an accept. `stream` is present if and only if `result` is 0. */
export type AcceptCompletion = (result: NetResult, stream?: TcpStream) => void

/** A TCP socket that listens. */
export interface TcpListener {
  /** The local endpoint, with the actual port if the system chose it. */
  readonly local: Endpoint

  /**
   * Takes the next connection. Only one accept may be pending at a time.
   * @param complete gets 0 and the connection, which belongs to the caller, or an error
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
   * Stops listening, and closes the connections that were not accepted. A pending accept completes with `-100
   * ERR_CONNECTION_CLOSED`.
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

/** Receives the result of a listen. `listener` is present if and only if `result` is 0. */
export type ListenCompletion = (result: NetResult, listener?: TcpListener) => void
