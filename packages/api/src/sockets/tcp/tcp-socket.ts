/**
 * A TCP socket, client or server, with Chromium's rules for the order of calls.
 * Source: Chromium extensions/browser/api/socket/tcp_socket.cc
 */
import { completeLater } from '../../backend/completions/complete-later.ts'
import type {
  Backend,
  Cancel,
  Completion,
  Endpoint,
  NetResult,
  TcpListener,
  TcpStream,
} from '../../backend/contract.ts'
import { ByteChannel } from './byte-channel.ts'
import { canonicalIpLiteral } from '../../backend/ip-address.ts'
import { NetError } from '../../backend/net-error.ts'
import { completeWithoutData, isKeepAliveDelay } from '../socket.ts'
import type { ExplainedCompletion, Read, SocketState, Write } from '../socket.ts'

/** Receives the result of an accept. `socket` is present if and only if `result` is 0. */
type SocketAcceptCompletion = (result: NetResult, socket?: TcpSocket) => void

const listenFailed = 'Could not listen on the specified port.'

/** The state that only a listening socket has. */
class Server {
  listener: TcpListener | undefined
  local: Endpoint | undefined
  accept: SocketAcceptCompletion | undefined
  /** The listener with a pending accept. A listener takes one at a time. */
  acceptsAt: TcpListener | undefined
  /** Whether the socket has listened again while an accept was pending. Chromium never completes that accept. */
  acceptIsLost = false
}

export class TcpSocket {
  /** The host name of the last `connect`, for `secure`. */
  hostname = ''
  readonly #backend: Backend
  /** The role, which the first connect or listen fixes. A server socket never becomes a client. */
  #mode: 'unknown' | 'client' | 'server' = 'unknown'
  #channel: ByteChannel<TcpStream> | undefined
  #isAccepted = false
  #peer: Endpoint | undefined
  #server: Server | undefined
  /** The function that cancels the connect, the listen or the handshake that is under way. */
  #pending: Cancel | undefined

  constructor(backend: Backend, accepted?: TcpStream) {
    this.#backend = backend
    if (accepted === undefined) return
    this.#mode = 'client'
    this.#isAccepted = true
    this.#open(accepted)
  }

  get type(): 'tcp' {
    return 'tcp'
  }

  get isConnected(): boolean {
    return this.#peer !== undefined
  }

  get state(): SocketState {
    return { connected: this.isConnected, peer: this.#peer, local: this.#local }
  }

  /** The local endpoint. It is read only if an app asks for it, because in Bun the answer takes 100 bytes of memory. */
  get #local(): Endpoint | undefined {
    if (this.#channel === undefined) return this.#server?.local
    // Chromium does not know the local address of an accepted connection.
    return this.#isAccepted ? undefined : this.#channel.stream.local
  }

  /** Connects to the first of the addresses that accepts the connection. */
  connect(addresses: readonly string[], port: number, complete: Completion): void {
    if (this.isConnected) {
      complete(NetError.ERR_SOCKET_IS_CONNECTED)
      return
    }
    if (this.#mode === 'server' || this.#pending !== undefined) {
      complete(NetError.ERR_CONNECTION_FAILED)
      return
    }
    this.#mode = 'client'
    this.#connectToNext([...addresses], port, complete)
  }

  #connectToNext(addresses: string[], port: number, complete: Completion): void {
    const to = endpoint(addresses.shift() ?? '', port)
    this.#pending = this.#backend.connect(to, (result, stream) => {
      this.#pending = undefined
      if (stream !== undefined) {
        this.#open(stream)
        // Chromium reports the address that the app passed. A system reports 127.0.0.1 for 0.0.0.0.
        this.#peer = to
      } else if (addresses.length > 0) {
        this.#connectToNext(addresses, port, complete)
        return
      }
      complete(result)
    })
  }

  #open(stream: TcpStream): void {
    this.#peer = stream.peer
    this.#channel = new ByteChannel(stream, this)
  }

  listen(address: string, port: number, backlog: number, complete: ExplainedCompletion): void {
    if (this.#mode === 'client') {
      complete(NetError.ERR_NOT_IMPLEMENTED, 'Cannot call both connect and listen on the same socket.')
      return
    }
    const literal = canonicalIpLiteral(address)
    if (literal === undefined) {
      complete(NetError.ERR_INVALID_ARGUMENT, 'Unknown error.')
      return
    }
    if (this.#backend.listen === undefined) {
      complete(NetError.ERR_NOT_IMPLEMENTED, `The ${this.#backend.name} backend cannot listen.`)
      return
    }
    this.#mode = 'server'
    const server = (this.#server ??= new Server())
    server.acceptIsLost = server.accept !== undefined
    // The old listener accepts no more connections, but keeps its port until the new one has its own.
    const replaced = server.listener
    server.listener = undefined
    this.#pending?.()
    const finish = (result: number, listener?: TcpListener): void => {
      this.#pending = undefined
      replaced?.close()
      server.listener = listener
      if (listener !== undefined) server.local = listener.local
      complete(result, listener === undefined ? listenFailed : undefined)
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

  /** Accepts a connection. It may be called while a listen is under way. */
  accept(complete: SocketAcceptCompletion): void {
    const server = this.#server
    const listens = server !== undefined && (server.listener !== undefined || this.#pending !== undefined)
    if (!listens || server.accept !== undefined) {
      complete(NetError.ERR_FAILED)
      return
    }
    server.accept = complete
    this.#acceptNext()
  }

  #acceptNext(): void {
    const server = this.#server
    const listener = server?.listener
    if (listener === undefined || server?.accept === undefined || server.acceptIsLost) return
    if (server.acceptsAt === listener) return
    server.acceptsAt = listener
    listener.accept((result, stream) => {
      if (this.#server !== server || server.listener !== listener) return
      server.acceptsAt = undefined
      const complete = server.accept
      server.accept = undefined
      complete?.(result, stream === undefined ? undefined : new TcpSocket(this.#backend, stream))
    })
  }

  /** The channel for reads and writes. Undefined while a handshake uses the stream. */
  get #openChannel(): ByteChannel<TcpStream> | undefined {
    return this.#pending === undefined ? this.#channel : undefined
  }

  read(max: number, read: Read): void {
    const channel = this.#openChannel
    if (this.#mode !== 'client') completeWithoutData(read, NetError.ERR_FAILED)
    else if (channel === undefined) completeWithoutData(read, NetError.ERR_SOCKET_NOT_CONNECTED)
    else channel.read(max, read)
  }

  write(bytes: Uint8Array, write: Write): void {
    const channel = this.#openChannel
    if (channel === undefined) write.completeWrite(NetError.ERR_SOCKET_NOT_CONNECTED)
    else channel.write(bytes, write)
  }

  setNoDelay(on: boolean): boolean {
    return this.#openChannel?.stream.setNoDelay(on) ?? false
  }

  setKeepAlive(on: boolean, delaySeconds: number): boolean {
    return isKeepAliveDelay(on, delaySeconds) && (this.#openChannel?.stream.setKeepAlive(on, delaySeconds) ?? false)
  }

  /**
   * Starts a handshake on the stream. Chromium refuses one while a read or a write is pending, during a handshake, and on an
   * accepted connection. Until the handshake completes, this socket is connected, and reads and writes nothing.
   */
  upgrade(start: (stream: TcpStream) => Cancel): boolean {
    const channel = this.#openChannel
    if (channel === undefined || this.#isAccepted) return false
    if (channel.hasPendingRead || channel.hasPendingWrite) return false
    this.#pending = start(channel.stream)
    return true
  }

  /** Answers a pending read. A pending connect, listen, accept or write gets no answer. */
  disconnect(): void {
    this.#pending?.()
    this.#pending = undefined
    const channel = this.#channel
    const server = this.#server
    this.#channel = undefined
    this.#isAccepted = false
    this.#peer = undefined
    this.#server = undefined
    server?.listener?.close()
    channel?.close()
  }

  /** Does the same as `disconnect`. The two differ only for a UDP socket. */
  destroy(): void {
    this.disconnect()
  }
}

let lastEndpoint: Endpoint = { address: '', port: 0 }

/** Connections to one address and port share the object that names them. */
function endpoint(address: string, port: number): Endpoint {
  if (lastEndpoint.address !== address || lastEndpoint.port !== port) lastEndpoint = { address, port }
  return lastEndpoint
}
