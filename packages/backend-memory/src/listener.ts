/**
 * A listening port and its queue of connections. How long the queue may get, and what a full one does: listen(2) of Linux,
 * where a connection too many is left to try again until there is room, or its time is over.
 */
import { type Endpoint, NetError, type TcpListener, afterMicrotasks } from '@chrome-socket/api/backend'
import { Outstanding } from './outstanding.ts'
import type { MemoryStream, MemoryTcpStream } from './tcp.ts'

type AcceptDone = (result: number, stream?: MemoryStream) => void
type AcceptResult = [result: number, stream?: MemoryStream]

/** A connection that asks to be let in. */
export interface Knock {
  /** Makes the connection; gives the listener's end. */
  admit(): MemoryTcpStream
  refuse(): void
}

export interface ListenerHost {
  fault(operation: 'accept'): number | undefined
}

export class MemoryListener implements TcpListener {
  readonly local: Endpoint
  readonly #host: ListenerHost
  /** Linux queues one more than `listen` was told. */
  readonly #room: number
  readonly #onClose: () => void
  readonly #established: MemoryTcpStream[] = []
  readonly #knocking = new Set<Knock>()
  readonly #accept = new Outstanding<AcceptResult>(() => this.#outcome())
  #fault: number | undefined
  #closed = false

  constructor(host: ListenerHost, local: Endpoint, backlog: number, onClose: () => void) {
    this.#host = host
    this.local = local
    this.#room = Math.max(0, backlog) + 1
    this.#onClose = onClose
  }

  /** Lets the connection in now, or when there is room. */
  knock(knock: Knock): void {
    this.#knocking.add(knock)
    this.#admit()
  }

  /** The connection has given up waiting. */
  leave(knock: Knock): void {
    this.#knocking.delete(knock)
  }

  #admit(): void {
    for (const knock of this.#knocking) {
      if (this.#established.length >= this.#room) return
      this.#knocking.delete(knock)
      this.#established.push(knock.admit())
      this.#accept.wake()
    }
  }

  accept(done: AcceptDone): void {
    if (this.#accept.pending) {
      afterMicrotasks(() => {
        done(NetError.ERR_IO_PENDING)
      })
      return
    }
    this.#fault = this.#host.fault('accept')
    this.#accept.start(done)
  }

  #outcome(): AcceptResult | undefined {
    if (this.#closed) return [NetError.ERR_CONNECTION_CLOSED]
    if (this.#fault !== undefined) return [this.#fault]
    const stream = this.#established.shift()
    if (stream === undefined) return undefined
    this.#admit()
    return [NetError.OK, stream]
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#onClose()
    for (const stream of this.#established.splice(0)) stream.reset()
    for (const knock of this.#knocking) knock.refuse()
    this.#knocking.clear()
    this.#accept.wake()
  }
}
