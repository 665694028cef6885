/**
 * A TCP stream over `net.Socket`.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html#netconnectoptions-connectlistener
 */
import net from 'node:net'
import process from 'node:process'
import type { Cancel, ConnectCompletion, Endpoint, TcpStream } from '@chrome-socket/api/backend'
import { afterMicrotasks, completeLater, Inbox, lacksZone, NetError } from '@chrome-socket/api/backend'
import { connectErrorResult } from '../node-error.ts'
import { connectionOptions } from '../transport.ts'
import { SocketStream } from './socket-stream.ts'

interface Ends {
  readonly local: Endpoint
  readonly peer: Endpoint
}

/** Both ends, as long as the system knows them. */
export function endsOf(socket: net.Socket): Ends {
  return {
    local: { address: socket.localAddress ?? '', port: socket.localPort ?? 0 },
    peer: { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 },
  }
}

export class SocketTcpStream extends SocketStream implements TcpStream {
  constructor(socket: net.Socket, inbox: Inbox, { local, peer }: Ends = endsOf(socket)) {
    super(socket, inbox, local, peer)
  }

  setNoDelay(on: boolean): boolean {
    if (!this.socket.destroyed) this.socket.setNoDelay(on)
    return !this.isClosed
  }

  setKeepAlive(on: boolean, delaySeconds: number): boolean {
    if (!this.socket.destroyed) this.socket.setKeepAlive(on, delaySeconds * 1000)
    return !this.isClosed
  }

  /**
   * The socket, for Node's own TLS to read and write directly; nothing when bytes wait here, which it would miss, and on
   * Deno, whose TLS never gets anything from a socket with `onread`. This stream is then only good for its options, and
   * for `close`.
   */
  detachSocket(): net.Socket | undefined {
    if (process.versions['deno'] !== undefined) return undefined
    return this.inbox.isEmpty && !this.isClosed ? this.socket : undefined
  }
}

export function connectSocket(to: Endpoint, complete: ConnectCompletion): Cancel {
  if (lacksZone(to.address)) return completeLater(() => complete(NetError.ERR_INVALID_ARGUMENT))
  const inbox = new Inbox()
  const socket = net.connect({
    host: to.address,
    port: to.port,
    allowHalfOpen: true,
    autoSelectFamily: false,
    ...connectionOptions,
    onread: {
      buffer: () => inbox.nextBuffer(),
      callback: (length, buffer) => inbox.receive(buffer as Uint8Array<ArrayBuffer>, length),
    },
  })
  let isCancelled = false
  const onError = (error: Error): void => {
    afterMicrotasks(() => {
      if (!isCancelled) complete(connectErrorResult(error))
    })
  }
  socket.once('error', onError)
  socket.once('connect', () => {
    socket.off('error', onError)
    complete(NetError.OK, new SocketTcpStream(socket, inbox))
  })
  return () => {
    isCancelled = true
    if (!socket.connecting) return
    socket.destroy()
  }
}
