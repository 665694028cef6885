/**
 * The connections that a `net.Server` accepts, each unread until somebody opens it.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html#event-connection, and lib/net.js of Node for the bare handle
 *
 * Node's own server makes a `net.Socket` of each connection, which cannot take `onread` and is torn down at some cost
 * if nobody wants it. Its handle gives the bare connection instead: accepting takes a fifth less CPU. The handle is not
 * documented, so where it does not look as expected (Bun and Deno have others) the documented event is used.
 */
import net from 'node:net'
import process from 'node:process'
import type { Endpoint, NetResult } from '@chrome-socket/api'
import type { UnopenedConnection } from './accepted.ts'
import { Inbox } from './inbox.ts'
import { errorResult } from './node-error.ts'
import { receiveInto } from './socket-stream.ts'
import { defaultSocketOptions, endsOf, NodeTcpStream } from './tcp.ts'

interface BareConnection {
  /** Both fill in `address` and `port`, or return an error's number. */
  getsockname(out: Partial<Endpoint>): number
  getpeername(out: Partial<Endpoint>): number
  close(): void
}

interface ServerHandle {
  onconnection: (status: number, connection: BareConnection | undefined) => void
}

/** Calls `take` for each connection, in a turn of its own. `server` listens already. */
export function takeConnections(server: net.Server, take: (connection: UnopenedConnection) => void): void {
  const handle = serverHandle(server)
  if (handle === undefined) {
    server.on('connection', (socket) => take(new SocketConnection(socket)))
  } else {
    const local = commonLocalEndpoint(server)
    handle.onconnection = (_status, bare) => {
      if (bare !== undefined) take(new HandleConnection(bare, local))
    }
  }
}

function serverHandle(server: net.Server): ServerHandle | undefined {
  const { bun, deno } = process.versions
  if (process.release?.name !== 'node' || bun !== undefined || deno !== undefined) return undefined
  const handle = (server as { _handle?: Partial<ServerHandle & BareConnection> })._handle
  const isAsExpected = typeof handle?.onconnection === 'function' && typeof handle.getsockname === 'function'
  return isAsExpected ? (handle as ServerHandle) : undefined
}

/** That of every connection, unless the server listens on all addresses: asking the system takes 5 % of an accept. */
function commonLocalEndpoint(server: net.Server): Endpoint | undefined {
  const { address, port } = server.address() as net.AddressInfo
  return address === '0.0.0.0' || address === '::' ? undefined : { address, port }
}

class HandleConnection implements UnopenedConnection {
  readonly local: Endpoint
  readonly peer: Endpoint
  readonly #handle: BareConnection

  constructor(handle: BareConnection, local: Endpoint | undefined) {
    this.local = local ?? endpoint((out) => handle.getsockname(out))
    this.peer = endpoint((out) => handle.getpeername(out))
    this.#handle = handle
  }

  open(): NodeTcpStream {
    const inbox = new Inbox()
    const options = { handle: this.#handle, allowHalfOpen: true, onread: inbox.onread }
    const socket = new net.Socket(options as net.SocketConstructorOpts)
    socket.setNoDelay(defaultSocketOptions.noDelay)
    socket.setKeepAlive(defaultSocketOptions.keepAlive, defaultSocketOptions.keepAliveInitialDelay)
    return new NodeTcpStream(socket, inbox, this)
  }

  close(): void {
    this.#handle.close()
  }
}

/** Of a connection that the peer has already reset the system knows nothing. */
function endpoint(ask: (out: Partial<Endpoint>) => number): Endpoint {
  const out: { address?: string; port?: number } = {}
  ask(out)
  return { address: out.address ?? '', port: out.port ?? 0 }
}

class SocketConnection implements UnopenedConnection {
  readonly local: Endpoint
  readonly peer: Endpoint
  readonly #socket: net.Socket
  /** A connection may fail before anybody opens it. */
  #failure: NetResult | undefined

  constructor(socket: net.Socket) {
    const { local, peer } = endsOf(socket)
    this.local = local
    this.peer = peer
    this.#socket = socket
    socket.on('error', (error) => {
      this.#failure = errorResult(error)
    })
  }

  open(): NodeTcpStream {
    const inbox = new Inbox()
    const stream = new NodeTcpStream(this.#socket, inbox, this)
    receiveInto(inbox, this.#socket)
    if (this.#failure !== undefined) inbox.finish(this.#failure)
    this.#socket.resume()
    return stream
  }

  close(): void {
    this.#socket.destroy()
  }
}
