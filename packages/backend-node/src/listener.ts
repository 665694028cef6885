/**
 * A TCP listener over `net.Server`.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html#class-netserver
 *
 * No runtime accepts on demand, so connections that nobody has asked for wait here, unread.
 */
import net from 'node:net'
import type { Backend, Cancel, Endpoint, NetResult, TcpListener, TcpStream } from '@chrome-socket/api/backend'
import { afterMicrotasks, NetError } from '@chrome-socket/api/backend'
import { lacksZone } from './link-local.ts'
import { completeWith, errorResult } from './node-error.ts'
import { defaultSocketOptions } from './socket-options.ts'

/** What Linux lets a system's own queue hold at most (SOMAXCONN). Connections beyond it are closed, as each keeps a descriptor. */
const mostWaiting = 4096

/** Takes a connection from which nothing is received before it is used, in a turn of its own. */
export type TakeConnection = (connection: TcpStream) => void

/** Has `take` called for each connection of a server that listens already. */
export type TakeConnections = (server: net.Server, take: TakeConnection) => void

type AcceptDone = (result: NetResult, stream?: TcpStream) => void

class NodeTcpListener implements TcpListener {
  readonly local: Endpoint
  readonly #server: net.Server
  readonly #waiting: TcpStream[] = []
  #done: AcceptDone | undefined
  #closed = false

  constructor(server: net.Server, takeConnections: TakeConnections) {
    const { address, port } = server.address() as net.AddressInfo
    this.local = { address, port }
    this.#server = server
    takeConnections(server, (connection) => this.#take(connection))
  }

  accept(done: AcceptDone): void {
    this.#done = done
    if (this.#closed || this.#waiting.length > 0) afterMicrotasks(() => this.#deliver())
  }

  /** A connection has come, in a turn of its own. */
  #take(connection: TcpStream): void {
    if (this.#waiting.length >= mostWaiting) {
      connection.close()
      return
    }
    this.#waiting.push(connection)
    if (this.#waiting.length === 1) this.#deliver()
  }

  #deliver(): void {
    const done = this.#done
    if (done === undefined) return
    const connection = this.#waiting.shift()
    if (connection === undefined && !this.#closed) return
    this.#done = undefined
    if (connection === undefined) done(NetError.ERR_CONNECTION_CLOSED)
    else done(NetError.OK, connection)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const connection of this.#waiting.splice(0)) connection.close()
    this.#server.close()
    if (this.#done !== undefined) afterMicrotasks(() => this.#deliver())
  }
}

export function listenWith(takeConnections: TakeConnections): NonNullable<Backend['listen']> {
  return (at, backlog, done) => listen(takeConnections, at, backlog, done)
}

function listen(
  takeConnections: TakeConnections,
  at: Endpoint,
  backlog: number,
  done: (result: NetResult, listener?: TcpListener) => void,
): Cancel {
  if (lacksZone(at)) return completeWith(NetError.ERR_INVALID_ARGUMENT, done)
  const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true, ...defaultSocketOptions })
  let cancelled = false
  const onError = (error: Error): void => {
    afterMicrotasks(() => {
      if (!cancelled) done(errorResult(error))
    })
  }
  server.once('error', onError)
  server.once('listening', () => {
    server.off('error', onError)
    server.on('error', () => {})
    const listener = new NodeTcpListener(server, takeConnections)
    afterMicrotasks(() => {
      if (cancelled) listener.close()
      else done(NetError.OK, listener)
    })
  })
  server.listen({ host: at.address, port: at.port, backlog, exclusive: true })
  return () => {
    cancelled = true
  }
}
