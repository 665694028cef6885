/**
 * Connections that wait to be accepted, and an accept that waits for a connection. No runtime accepts on demand, so
 * connections that nobody has asked for wait here, unread.
 */
import type { AcceptCompletion, TcpStream } from '../contract.ts'
import { NetError } from '../net-error.ts'
import { afterMicrotasks } from '../turn/turns.ts'

/**
 * The length of the longest queue in Linux (SOMAXCONN). Further connections are closed, because each holds a
 * descriptor.
 */
const mostWaiting = 4096

/**
 * The accepting side of a listener. It keeps up to 4096 connections that wait to be accepted, and closes further ones.
 * @errors `accept` completes with `-100 ERR_CONNECTION_CLOSED` once the queue is closed. Nothing else fails.
 * @example
 * import type { Server } from 'node:net'
 * import { AcceptQueue, asEvent, type Endpoint, type TcpListener, type TcpStream } from '@chrome-socket/api/backend'
 *
 * export function listenerOf(server: Server, local: Endpoint, streamOf: (socket: object) => TcpStream): TcpListener {
 *   const queue = new AcceptQueue()
 *   server.on('connection', asEvent((socket: object) => queue.add(streamOf(socket))))
 *   return { local, accept: (complete) => queue.accept(complete), close: () => queue.close() }
 * }
 */
export class AcceptQueue {
  readonly #waiting: TcpStream[] = []
  #complete: AcceptCompletion | undefined
  #isClosed = false

  /**
   * Takes the next connection, as `accept` of `TcpListener`.
   * @param complete gets 0 and the connection, which then belongs to the caller
   * @errors `-100 ERR_CONNECTION_CLOSED`: the queue is closed, before the call or while it waits.
   */
  accept(complete: AcceptCompletion): void {
    this.#complete = complete
    if (this.#isClosed || this.#waiting.length > 0) afterMicrotasks(() => this.#completeFromWaiting())
  }

  /**
   * Adds a new connection. Call it in a turn of its own.
   * @param connection the connection, which belongs to the queue until it is accepted; if the queue is closed or full,
   * it is closed
   * @errors Cannot fail.
   */
  add(connection: TcpStream): void {
    if (this.#isClosed || this.#waiting.length >= mostWaiting) {
      connection.close()
      return
    }
    this.#waiting.push(connection)
    // With others waiting, the turn that an accept has asked for takes the first of them.
    if (this.#waiting.length === 1) this.#completeFromWaiting()
  }

  /**
   * Completes the accept in a turn of its own. Until then the connection stays in the queue, so that a `close` closes
   * it.
   */
  #completeFromWaiting(): void {
    const complete = this.#complete
    if (complete === undefined) return
    const connection = this.#waiting.shift()
    if (connection === undefined && !this.#isClosed) return
    this.#complete = undefined
    if (connection === undefined) complete(NetError.ERR_CONNECTION_CLOSED)
    else complete(NetError.OK, connection)
  }

  /**
   * Closes the connections that wait. A pending accept completes with `-100 ERR_CONNECTION_CLOSED`.
   * @errors Cannot fail. A second call does nothing.
   */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const connection of this.#waiting.splice(0)) connection.close()
    if (this.#complete !== undefined) afterMicrotasks(() => this.#completeFromWaiting())
  }
}
