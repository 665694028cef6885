/**
 * A TCP socket, client or server, with Chromium's rules for what may follow what.
 * Source: Chromium extensions/browser/api/socket/tcp_socket.cc
 */
import type { Backend, ByteStream, Cancel, Endpoint, TcpListener, TcpStream } from './backend.ts'
import { ByteChannel } from './byte-channel.ts'
import type { ReadDone } from './byte-channel.ts'
import { canonicalIpLiteral } from './ip-address.ts'
import { NetError } from './net-error.ts'
import type { ExplainedDone, ResultDone, SocketState } from './socket.ts'

const noData = new ArrayBuffer(0)

export class TcpSocket {
  readonly type = 'tcp'
  /** What `connect` was last given, for `secure`. */
  hostname = ''
  readonly #backend: Backend
  /** Set by the first connect or listen, and for good: a server socket never becomes a client. */
  #mode: 'unknown' | 'client' | 'server' = 'unknown'
  #stream: TcpStream | undefined
  #channel: ByteChannel | undefined
  #listener: TcpListener | undefined
  #cancelPending: Cancel | undefined
  #acceptPending = false
  #local: Endpoint | undefined
  #peer: Endpoint | undefined

  constructor(backend: Backend, accepted?: TcpStream) {
    this.#backend = backend
    if (accepted === undefined) return
    this.#mode = 'client'
    this.#open(accepted)
    // Chromium does not ask an accepted connection for its local address.
    this.#local = undefined
  }

  get state(): SocketState {
    return { connected: this.#peer !== undefined, peer: this.#peer, local: this.#local }
  }

  /** Tries the addresses in order, until one connects. */
  connect(addresses: readonly string[], port: number, done: ResultDone): void {
    if (this.#mode === 'server' || this.#cancelPending !== undefined) {
      done(NetError.ERR_CONNECTION_FAILED)
      return
    }
    if (this.state.connected) {
      done(NetError.ERR_SOCKET_IS_CONNECTED)
      return
    }
    this.#mode = 'client'
    this.#connectToNext([...addresses], port, done)
  }

  #connectToNext(addresses: string[], port: number, done: ResultDone): void {
    const address = addresses.shift() ?? ''
    this.#cancelPending = this.#backend.connect({ address, port }, (result, stream) => {
      this.#cancelPending = undefined
      if (stream !== undefined) this.#open(stream)
      else if (addresses.length > 0) {
        this.#connectToNext(addresses, port, done)
        return
      }
      done(result)
    })
  }

  #open(stream: TcpStream): void {
    this.#stream = stream
    this.#peer = stream.peer
    this.#local = stream.local
    this.#channel = new ByteChannel(stream, () => this.disconnect())
  }

  listen(address: string, port: number, backlog: number, done: ExplainedDone): void {
    if (this.#mode === 'client') {
      done(NetError.ERR_NOT_IMPLEMENTED, 'Cannot call both connect and listen on the same socket.')
      return
    }
    const literal = canonicalIpLiteral(address)
    if (literal === undefined) {
      done(NetError.ERR_INVALID_ARGUMENT, 'Unknown error.')
      return
    }
    if (this.#backend.listen === undefined) {
      done(NetError.ERR_NOT_IMPLEMENTED, `The ${this.#backend.name} backend cannot listen.`)
      return
    }
    this.#mode = 'server'
    this.#cancelPending?.()
    this.#listener?.close()
    this.#listener = undefined
    this.#cancelPending = this.#backend.listen({ address: literal, port }, backlog, (result, listener) => {
      this.#cancelPending = undefined
      this.#listener = listener
      if (listener !== undefined) this.#local = listener.local
      done(result, listener === undefined ? 'Could not listen on the specified port.' : undefined)
    })
  }

  accept(done: (result: number, accepted?: TcpSocket) => void): void {
    const listener = this.#listener
    if (listener === undefined || this.#acceptPending) {
      done(NetError.ERR_FAILED)
      return
    }
    this.#acceptPending = true
    listener.accept((result, stream) => {
      if (this.#listener !== listener) return
      this.#acceptPending = false
      done(result, stream === undefined ? undefined : new TcpSocket(this.#backend, stream))
    })
  }

  read(max: number, done: ReadDone): void {
    if (this.#mode !== 'client') done(NetError.ERR_FAILED, noData)
    else if (this.#channel === undefined) done(NetError.ERR_SOCKET_NOT_CONNECTED, noData)
    else if (this.#channel.hasPendingRead) done(NetError.ERR_IO_PENDING, noData)
    else this.#channel.read(max, done)
  }

  write(bytes: Uint8Array, done: ResultDone): void {
    if (this.#channel === undefined) done(NetError.ERR_SOCKET_NOT_CONNECTED)
    else this.#channel.write(bytes, done)
  }

  setNoDelay(on: boolean): boolean {
    return this.#stream?.setNoDelay(on) ?? false
  }

  setKeepAlive(on: boolean, delaySeconds: number): boolean {
    return (!on || delaySeconds >= 0) && (this.#stream?.setKeepAlive(on, delaySeconds) ?? false)
  }

  /**
   * Gives the stream to a TLS provider, or nothing where Chromium refuses: with a read or a write pending,
   * during a handshake, and on an accepted connection. From then on this socket reads and writes nothing.
   */
  detach(): TcpStream | undefined {
    const channel = this.#channel
    if (channel === undefined || this.#local === undefined) return undefined
    if (channel.hasPendingRead || channel.hasPendingWrite) return undefined
    this.#channel = undefined
    return this.#stream
  }

  disconnect(): void {
    this.#cancelPending?.()
    this.#cancelPending = undefined
    const channel = this.#channel
    const stream: ByteStream | undefined = this.#stream
    const listener = this.#listener
    this.#channel = undefined
    this.#stream = undefined
    this.#listener = undefined
    this.#acceptPending = false
    this.#local = undefined
    this.#peer = undefined
    listener?.close()
    if (channel === undefined) stream?.close()
    else channel.close()
  }
}
