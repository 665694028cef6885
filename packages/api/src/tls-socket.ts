/**
 * What a TCP socket becomes once `secure` has succeeded.
 * Source: Chromium extensions/browser/api/socket/tls_socket.cc
 */
import type { ByteStream, TcpStream } from './backend.ts'
import { ByteChannel } from './byte-channel.ts'
import type { ReadDone } from './byte-channel.ts'
import { NetError } from './net-error.ts'
import { isKeepAliveDelay } from './socket.ts'
import type { ExplainedDone, ResultDone, SocketState } from './socket.ts'

export class TlsSocket {
  readonly type = 'tls'
  hostname: string
  /** The connection under the TLS layer, for its options. */
  readonly #inner: TcpStream
  #channel: ByteChannel | undefined

  constructor(secured: ByteStream, inner: TcpStream, hostname: string) {
    this.hostname = hostname
    this.#inner = inner
    this.#channel = new ByteChannel(secured, () => this.disconnect())
  }

  get state(): SocketState {
    const connected = this.#channel !== undefined
    return {
      connected,
      peer: connected ? this.#inner.peer : undefined,
      local: connected ? this.#inner.local : undefined,
    }
  }

  connect(_addresses: readonly string[], _port: number, done: ResultDone): void {
    done(NetError.ERR_CONNECTION_FAILED)
  }

  listen(_address: string, _port: number, _backlog: number, done: ExplainedDone): void {
    done(NetError.ERR_NOT_IMPLEMENTED, 'Cannot listen on a socket that is already connected.')
  }

  accept(done: ResultDone): void {
    done(NetError.ERR_FAILED)
  }

  read(max: number, done: ReadDone): void {
    if (this.#channel === undefined) done(NetError.ERR_SOCKET_NOT_CONNECTED, new ArrayBuffer(0))
    else if (this.#channel.hasPendingRead) done(NetError.ERR_IO_PENDING, new ArrayBuffer(0))
    else this.#channel.read(max, done)
  }

  write(bytes: Uint8Array, done: ResultDone): void {
    if (this.#channel === undefined) done(NetError.ERR_SOCKET_NOT_CONNECTED)
    else this.#channel.write(bytes, done)
  }

  setNoDelay(on: boolean): boolean {
    return this.#channel !== undefined && this.#inner.setNoDelay(on)
  }

  setKeepAlive(on: boolean, delaySeconds: number): boolean {
    return (
      this.#channel !== undefined && isKeepAliveDelay(on, delaySeconds) && this.#inner.setKeepAlive(on, delaySeconds)
    )
  }

  disconnect(): void {
    const channel = this.#channel
    this.#channel = undefined
    channel?.close()
  }

  destroy(): void {
    this.disconnect()
  }
}
