/**
 * A byte stream over a connected `net.Socket`, of which `tls.TLSSocket` is a subclass.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html#class-netsocket
 */
import type net from 'node:net'
import type { ByteStream, Completion, Endpoint, Inbox, NetResult, Reader } from '@chrome-socket/api/backend'
import { afterMicrotasks, NetError } from '@chrome-socket/api/backend'
import { errorResult } from '../node-error.ts'

/** The property of a socket for its inbox, so that all sockets share their listeners. A closure would take 100 bytes. */
const inboxOf = Symbol('inbox')

type FedSocket = net.Socket & { [inboxOf]?: Inbox }

function onEnd(this: FedSocket): void {
  this[inboxOf]?.finish(0)
}

function onError(this: FedSocket, error: Error): void {
  this[inboxOf]?.finish(errorResult(error))
}

export class SocketStream implements ByteStream {
  readonly local: Endpoint
  readonly peer: Endpoint
  protected readonly socket: net.Socket
  protected readonly inbox: Inbox
  protected isClosed = false
  /** The number of writes whose completion waits for a turn. Later completions must not overtake them. */
  #completing = 0

  /** Makes a stream. `socket` must allow half-open connections and put received bytes into `inbox`. */
  constructor(socket: net.Socket, inbox: Inbox, local: Endpoint, peer: Endpoint) {
    this.socket = socket
    this.inbox = inbox
    this.local = local
    this.peer = peer
    inbox.source = socket
    ;(socket as FedSocket)[inboxOf] = inbox
    socket.on('end', onEnd)
    socket.on('error', onError)
  }

  read(max: number, reader: Reader): void {
    this.inbox.read(max, reader)
  }

  /**
   * Whether the peer has ended its side or reset the connection, even if bytes are unread. False if this side has closed it.
   */
  get peerHasEnded(): boolean {
    return !this.isClosed && this.inbox.isOver
  }

  get hasEnded(): boolean {
    return this.peerHasEnded && this.inbox.isEmpty
  }

  write(bytes: Uint8Array, complete: Completion): void {
    const failure = this.isClosed ? NetError.ERR_CONNECTION_CLOSED : this.inbox.failure
    if (failure !== undefined) {
      afterMicrotasks(() => complete(failure))
      return
    }
    let inTick = false
    this.socket.write(bytes, (error) => {
      const failed = error instanceof Error
      const tell = (): void => {
        // If the socket is destroyed, Node calls back for a pending write without an error.
        if (failed || this.isClosed || this.socket.destroyed) complete(this.#writeFailure(error))
        else complete(bytes.byteLength)
      }
      if (inTick || failed || this.socket.destroyed || this.#completing > 0) this.#tellLater(tell)
      else tell()
    })
    inTick = this.completesInTick()
  }

  /**
   * Whether Node may call back for the last write before the caller's microtasks. It does if the system accepted all bytes.
   */
  protected completesInTick(): boolean {
    return this.socket.writableLength === 0
  }

  #tellLater(tell: () => void): void {
    this.#completing += 1
    afterMicrotasks(() => {
      this.#completing -= 1
      tell()
    })
  }

  /** The result of a failed write. Node gives the reason only once; later errors only say that the stream is destroyed. */
  #writeFailure(error: Error | null | undefined): NetResult {
    if (this.isClosed) return NetError.ERR_CONNECTION_CLOSED
    return this.inbox.failure ?? (error ? errorResult(error) : NetError.ERR_CONNECTION_CLOSED)
  }

  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    const receives = !this.inbox.isOver && !this.inbox.isFull
    this.inbox.close()
    this.closeSocket(receives)
  }

  /** Closes the socket. `_receives` says whether it may still have received bytes of the peer. */
  protected closeSocket(_receives: boolean): void {
    this.socket.destroy()
  }
}

/** Puts the bytes of a stream's socket into its inbox without `onread`. Node then makes a buffer for each chunk. */
export function receiveChunks(socket: net.Socket): void {
  socket.on('data', onData)
}

function onData(this: FedSocket, chunk: Uint8Array): void {
  if (this[inboxOf]?.receive(chunk as Uint8Array<ArrayBuffer>, chunk.byteLength) === false) this.pause()
}
