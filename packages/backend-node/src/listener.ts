/**
 * A TCP listener over `net.Server`.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html#class-netserver
 */
import net from 'node:net'
import type { Backend, Cancel, Endpoint, ListenCompletion, TcpListener, TcpStream } from '@chrome-socket/api/backend'
import { AcceptQueue, afterMicrotasks, completeLater, lacksZone, NetError } from '@chrome-socket/api/backend'
import { errorResult } from './node-error.ts'
import { mayListen } from './permission.ts'
import { connectionOptions } from './transport.ts'

/** Takes a connection, in a separate turn. The connection receives nothing before it is used. */
export type TakeConnection = (connection: TcpStream) => void

/** Calls `take` for each connection of a listening server. */
export type TakeConnections = (server: net.Server, take: TakeConnection) => void

export function listenWith(takeConnections: TakeConnections): NonNullable<Backend['listen']> {
  return (at, backlog, complete) => listen(takeConnections, at, backlog, complete)
}

function listen(takeConnections: TakeConnections, at: Endpoint, backlog: number, complete: ListenCompletion): Cancel {
  if (lacksZone(at.address)) return completeLater(() => complete(NetError.ERR_INVALID_ARGUMENT))
  if (!mayListen(at)) return completeLater(() => complete(NetError.ERR_ACCESS_DENIED))
  const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true, ...connectionOptions })
  let isCancelled = false
  const onError = (error: Error): void => {
    afterMicrotasks(() => {
      if (!isCancelled) complete(errorResult(error))
    })
  }
  server.once('error', onError)
  server.once('listening', () => {
    server.off('error', onError)
    server.on('error', () => {})
    const listener = listenerOf(server, takeConnections)
    afterMicrotasks(() => {
      if (isCancelled) listener.close()
      else complete(NetError.OK, listener)
    })
  })
  server.listen({ host: at.address, port: at.port, backlog, exclusive: true })
  return () => {
    isCancelled = true
  }
}

function listenerOf(server: net.Server, takeConnections: TakeConnections): TcpListener {
  const { address, port } = server.address() as net.AddressInfo
  const queue = new AcceptQueue()
  takeConnections(server, (connection) => queue.add(connection))
  let isClosed = false
  return {
    local: { address, port },
    accept: (complete) => queue.accept(complete),
    close() {
      if (isClosed) return
      isClosed = true
      queue.close()
      server.close()
    },
  }
}
