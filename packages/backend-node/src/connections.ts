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
import type { Endpoint, TcpStream } from '@chrome-socket/api'
import { Inbox } from './inbox.ts'
import { receiveInto } from './socket-stream.ts'
import { defaultSocketOptions, NodeTcpStream } from './tcp.ts'

/** A connection that nobody has taken yet. */
export interface Connection {
  open(): TcpStream
  close(): void
}

interface BareConnection {
  close(): void
}

interface ServerHandle {
  onconnection: (status: number, connection: BareConnection | undefined) => void
}

/** Calls `take` for each connection, in a turn of its own. `server` listens already. */
export function takeConnections(server: net.Server, take: (connection: Connection) => void): void {
  const handle = serverHandle(server)
  if (handle === undefined) {
    server.on('connection', (socket) => take({ open: () => openSocket(socket), close: () => socket.destroy() }))
  } else {
    const local = commonLocalEndpoint(server)
    handle.onconnection = (_status, bare) => {
      if (bare !== undefined) take(new HandleConnection(bare, local))
    }
  }
}

class HandleConnection implements Connection {
  readonly #handle: BareConnection
  readonly #local: Endpoint | undefined

  constructor(handle: BareConnection, local: Endpoint | undefined) {
    this.#handle = handle
    this.#local = local
  }

  open(): TcpStream {
    const inbox = new Inbox()
    const options = { handle: this.#handle, allowHalfOpen: true, onread: inbox.onread }
    const socket = new net.Socket(options as net.SocketConstructorOpts)
    socket.setNoDelay(defaultSocketOptions.noDelay)
    socket.setKeepAlive(defaultSocketOptions.keepAlive, defaultSocketOptions.keepAliveInitialDelay)
    return new NodeTcpStream(socket, inbox, this.#local)
  }

  close(): void {
    this.#handle.close()
  }
}

/** That of every connection, unless the server listens on all addresses: asking the system takes 5 % of an accept. */
function commonLocalEndpoint(server: net.Server): Endpoint | undefined {
  const { address, port } = server.address() as net.AddressInfo
  return address === '0.0.0.0' || address === '::' ? undefined : { address, port }
}

function serverHandle(server: net.Server): ServerHandle | undefined {
  const { bun, deno } = process.versions
  if (process.release?.name !== 'node' || bun !== undefined || deno !== undefined) return undefined
  const handle = (server as { _handle?: Partial<ServerHandle> })._handle
  return typeof handle?.onconnection === 'function' ? (handle as ServerHandle) : undefined
}

function openSocket(socket: net.Socket): TcpStream {
  const inbox = new Inbox()
  const stream = new NodeTcpStream(socket, inbox)
  receiveInto(inbox, socket)
  socket.resume()
  return stream
}
