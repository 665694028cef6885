/**
 * The socket that replaces a TCP socket after `secure`. Source: Chromium extensions/browser/api/socket/tls_socket.cc
 */
import type { ByteStream, Completion, TcpStream } from '../../backend/contract.ts'
import { ByteChannel } from '../tcp/byte-channel.ts'
import { NetError } from '../../backend/net-error.ts'
import { completeWithoutData, isKeepAliveDelay } from '../socket.ts'
import type { ExplainedCompletion, Read, SocketState, Write } from '../socket.ts'

export class TlsSocket {
  hostname: string
  /** The connection beneath TLS, which has the options. */
  readonly #inner: TcpStream
  #channel: ByteChannel | undefined

  constructor(secured: ByteStream, inner: TcpStream, hostname: string) {
    this.hostname = hostname
    this.#inner = inner
    this.#channel = new ByteChannel(secured, this)
  }

  get type(): 'tls' {
    return 'tls'
  }

  get isConnected(): boolean {
    return this.#channel !== undefined
  }

  get state(): SocketState {
    const connected = this.isConnected
    return {
      connected,
      peer: connected ? this.#inner.peer : undefined,
      local: connected ? this.#inner.local : undefined,
    }
  }

  connect(_addresses: readonly string[], _port: number, complete: Completion): void {
    complete(NetError.ERR_CONNECTION_FAILED)
  }

  listen(_address: string, _port: number, _backlog: number, complete: ExplainedCompletion): void {
    complete(NetError.ERR_NOT_IMPLEMENTED, 'Cannot listen on a socket that is already connected.')
  }

  accept(complete: Completion): void {
    complete(NetError.ERR_FAILED)
  }

  read(max: number, read: Read): void {
    if (this.#channel === undefined) completeWithoutData(read, NetError.ERR_SOCKET_NOT_CONNECTED)
    else this.#channel.read(max, read)
  }

  write(bytes: Uint8Array, write: Write): void {
    if (this.#channel === undefined) write.completeWrite(NetError.ERR_SOCKET_NOT_CONNECTED)
    else this.#channel.write(bytes, write)
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
