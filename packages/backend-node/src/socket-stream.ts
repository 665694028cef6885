/**
 * A byte stream over a connected `net.Socket`, or over a `tls.TLSSocket`, which is one.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html#class-netsocket
 */
import type net from 'node:net'
import type { ByteStream, Endpoint, NetResult } from '@chrome-socket/api'
import { afterMicrotasks, NetError } from '@chrome-socket/api'
import type { Inbox, ReadDone } from './inbox.ts'
import { errorResult } from './node-error.ts'

export class SocketStream implements ByteStream {
  readonly local: Endpoint
  readonly peer: Endpoint
  protected readonly socket: net.Socket
  protected readonly inbox: Inbox
  protected closed = false

  /** `socket` allows half-open connections, and feeds `inbox`. */
  constructor(socket: net.Socket, inbox: Inbox, local: Endpoint, peer: Endpoint) {
    this.socket = socket
    this.inbox = inbox
    this.local = local
    this.peer = peer
    inbox.resume = () => socket.resume()
    socket.on('end', () => inbox.finish(0))
    socket.on('error', (error) => inbox.finish(errorResult(error)))
  }

  read(max: number, done: ReadDone): void {
    this.inbox.read(max, done)
  }

  write(bytes: Uint8Array, done: (result: NetResult) => void): void {
    const failure = this.closed ? NetError.ERR_CONNECTION_CLOSED : this.inbox.failure
    if (failure !== undefined) {
      afterMicrotasks(() => done(failure))
      return
    }
    let takenAtOnce = false
    this.socket.write(bytes, (error) => {
      const failed = error instanceof Error
      const complete = (): void => {
        // To a write that was pending when the socket was destroyed Node reports no error.
        if (failed || this.closed || this.socket.destroyed) done(this.#writeFailure(error))
        else done(bytes.byteLength)
      }
      // Node calls back in a tick when the system took all at once, which may be before the caller's microtasks.
      if (takenAtOnce || failed || this.socket.destroyed) afterMicrotasks(complete)
      else complete()
    })
    takenAtOnce = this.socket.writableLength === 0
  }

  /** Node tells of the reason once, and of later writes that the stream is destroyed. */
  #writeFailure(error: Error | null | undefined): NetResult {
    if (this.closed) return NetError.ERR_CONNECTION_CLOSED
    return this.inbox.failure ?? (error ? errorResult(error) : NetError.ERR_CONNECTION_CLOSED)
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.inbox.close()
    this.socket.destroy()
  }
}

/** Feeds `inbox` from a socket that was made without `onread`. */
export function receiveInto(inbox: Inbox, socket: net.Socket): void {
  socket.on('data', (chunk) => {
    if (!inbox.receive(chunk)) socket.pause()
  })
}
