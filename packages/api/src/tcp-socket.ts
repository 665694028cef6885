/**
 * A TCP socket, client or server, with Chromium's rules for what may follow what.
 * Source: Chromium extensions/browser/api/socket/tcp_socket.cc
 */
import type { Backend, Cancel, Endpoint, TcpListener, TcpStream } from './backend.ts'
import { ByteChannel } from './byte-channel.ts'
import { canonicalIpLiteral } from './ip-address.ts'
import { NetError } from './net-error.ts'
import { isKeepAliveDelay } from './socket.ts'
import type { ExplainedDone, Read, ResultDone, SocketState, Write } from './socket.ts'
import { afterMicrotasks } from './turn.ts'

type AcceptDone = (result: number, accepted?: TcpSocket) => void

const listenFailed = 'Could not listen on the specified port.'

export class TcpSocket {
  /** What `connect` was last given, for `secure`. */
  hostname = ''
  readonly #backend: Backend
  /** Set by the first connect or listen, and for good: a server socket never becomes a client. */
  #mode: 'unknown' | 'client' | 'server' = 'unknown'
  #channel: ByteChannel<TcpStream> | undefined
  /** A handshake has the stream: until it is done nothing is read or written here. */
  #isSecuring = false
  #listener: TcpListener | undefined
  /** A connect, a listen or a handshake under way. */
  #pending: Cancel | undefined
  #accept: AcceptDone | undefined
  /** In Chromium an accept that is pending when the socket listens again waits at what is no longer there. */
  #acceptIsLost = false
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

  get type(): 'tcp' {
    return 'tcp'
  }

  get state(): SocketState {
    return { connected: this.#peer !== undefined, peer: this.#peer, local: this.#local }
  }

  /** Tries the addresses in order, until one connects. */
  connect(addresses: readonly string[], port: number, done: ResultDone): void {
    if (this.state.connected) {
      done(NetError.ERR_SOCKET_IS_CONNECTED)
      return
    }
    if (this.#mode === 'server' || this.#pending !== undefined) {
      done(NetError.ERR_CONNECTION_FAILED)
      return
    }
    this.#mode = 'client'
    this.#connectToNext([...addresses], port, done)
  }

  #connectToNext(addresses: string[], port: number, done: ResultDone): void {
    const to: Endpoint = { address: addresses.shift() ?? '', port }
    this.#pending = this.#backend.connect(to, (result, stream) => {
      this.#pending = undefined
      if (stream !== undefined) {
        this.#open(stream)
        // Chromium tells what was asked for, where a system says 127.0.0.1 for 0.0.0.0.
        this.#peer = to
      } else if (addresses.length > 0) {
        this.#connectToNext(addresses, port, done)
        return
      }
      done(result)
    })
  }

  #open(stream: TcpStream): void {
    this.#peer = stream.peer
    this.#local = stream.local
    this.#channel = new ByteChannel(stream, this)
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
    this.#acceptIsLost = this.#accept !== undefined
    // It accepts nothing any more, but keeps its port until the new one has its own.
    const replaced = this.#listener
    this.#listener = undefined
    this.#pending?.()
    const finish = (result: number, listener?: TcpListener): void => {
      this.#pending = undefined
      replaced?.close()
      this.#listener = listener
      if (listener !== undefined) this.#local = listener.local
      done(result, listener === undefined ? listenFailed : undefined)
      this.#acceptNext()
    }
    // Chromium's network service refuses a backlog of 0, which Node would replace by 511.
    const cancel =
      backlog === 0
        ? completeLater(() => finish(NetError.ERR_INVALID_ARGUMENT))
        : this.#backend.listen({ address: literal, port }, backlog, finish)
    this.#pending = () => {
      cancel()
      replaced?.close()
    }
  }

  /** May be called while the socket is about to listen. */
  accept(done: AcceptDone): void {
    const listens = this.#listener !== undefined || (this.#mode === 'server' && this.#pending !== undefined)
    if (!listens || this.#accept !== undefined) {
      done(NetError.ERR_FAILED)
      return
    }
    this.#accept = done
    this.#acceptNext()
  }

  #acceptNext(): void {
    const listener = this.#listener
    if (listener === undefined || this.#accept === undefined || this.#acceptIsLost) return
    listener.accept((result, stream) => {
      if (this.#listener !== listener) return
      const done = this.#accept
      this.#accept = undefined
      done?.(result, stream === undefined ? undefined : new TcpSocket(this.#backend, stream))
    })
  }

  /** What reads and writes go to. */
  get #openChannel(): ByteChannel<TcpStream> | undefined {
    return this.#isSecuring ? undefined : this.#channel
  }

  read(max: number, read: Read): void {
    const channel = this.#openChannel
    if (this.#mode !== 'client') read.done(NetError.ERR_FAILED, new ArrayBuffer(0))
    else if (channel === undefined) read.done(NetError.ERR_SOCKET_NOT_CONNECTED, new ArrayBuffer(0))
    else channel.read(max, read)
  }

  write(bytes: Uint8Array, write: Write): void {
    const channel = this.#openChannel
    if (channel === undefined) write.done(NetError.ERR_SOCKET_NOT_CONNECTED)
    else channel.write(bytes, write)
  }

  setNoDelay(on: boolean): boolean {
    return this.#openChannel?.stream.setNoDelay(on) ?? false
  }

  setKeepAlive(on: boolean, delaySeconds: number): boolean {
    return isKeepAliveDelay(on, delaySeconds) && (this.#openChannel?.stream.setKeepAlive(on, delaySeconds) ?? false)
  }

  /**
   * Starts a handshake on the stream, unless Chromium would refuse: with a read or a write pending, during a handshake,
   * and on an accepted connection. Until it is done this socket is connected, and reads and writes nothing.
   */
  upgrade(start: (stream: TcpStream) => Cancel): boolean {
    const channel = this.#openChannel
    if (channel === undefined || this.#local === undefined) return false
    if (channel.hasPendingRead || channel.hasPendingWrite) return false
    this.#isSecuring = true
    this.#pending = start(channel.stream)
    return true
  }

  /** A read that is pending is answered; a connect, a listen, an accept and a write are not. */
  disconnect(): void {
    this.#pending?.()
    this.#pending = undefined
    this.#isSecuring = false
    const channel = this.#channel
    const listener = this.#listener
    this.#channel = undefined
    this.#listener = undefined
    this.#accept = undefined
    this.#acceptIsLost = false
    this.#local = undefined
    this.#peer = undefined
    listener?.close()
    channel?.close()
  }

  /** The same as disconnecting; only a UDP socket makes a difference. */
  destroy(): void {
    this.disconnect()
  }
}

function completeLater(complete: () => void): Cancel {
  let cancelled = false
  afterMicrotasks(() => {
    if (!cancelled) complete()
  })
  return () => {
    cancelled = true
  }
}
