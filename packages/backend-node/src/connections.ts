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
import { defaultSocketOptions, NodeTcpStream, peerOf } from './tcp.ts'

/** A connection that nobody has taken yet. Its peer was asked for when it came: once it is reset the system has forgotten. */
export interface Connection {
  open(): TcpStream
  close(): void
}

interface BareConnection {
  close(): void
  getpeername(name: { address?: string; port?: number }): number
}

interface ServerHandle {
  onconnection: (status: number, connection: BareConnection | undefined) => void
}

/** Calls `take` for each connection, in a turn of its own. `server` listens already. */
export function takeConnections(server: net.Server, take: (connection: Connection) => void): void {
  const handle = serverHandle(server)
  if (handle === undefined) {
    server.on('connection', (socket) => {
      const peer = peerOf(socket)
      take({ open: () => openSocket(socket, peer), close: () => socket.destroy() })
    })
  } else {
    handle.onconnection = (_status, bare) => {
      if (bare === undefined) return
      const name: { address?: string; port?: number } = {}
      bare.getpeername(name)
      const peer = { address: name.address ?? '', port: name.port ?? 0 }
      take({ open: () => openHandle(bare, peer), close: () => bare.close() })
    }
  }
}

function serverHandle(server: net.Server): ServerHandle | undefined {
  const { bun, deno } = process.versions
  if (process.release?.name !== 'node' || bun !== undefined || deno !== undefined) return undefined
  const handle = (server as { _handle?: Partial<ServerHandle> })._handle
  return typeof handle?.onconnection === 'function' ? (handle as ServerHandle) : undefined
}

function openHandle(handle: BareConnection, peer: Endpoint): TcpStream {
  const inbox = new Inbox()
  const options = { handle, allowHalfOpen: true, onread: inbox.onread }
  const socket = new net.Socket(options as net.SocketConstructorOpts)
  socket.setNoDelay(defaultSocketOptions.noDelay)
  socket.setKeepAlive(defaultSocketOptions.keepAlive, defaultSocketOptions.keepAliveInitialDelay)
  return new NodeTcpStream(socket, inbox, peer)
}

function openSocket(socket: net.Socket, peer: Endpoint): TcpStream {
  const inbox = new Inbox()
  const stream = new NodeTcpStream(socket, inbox, peer)
  receiveInto(inbox, socket)
  socket.resume()
  return stream
}
