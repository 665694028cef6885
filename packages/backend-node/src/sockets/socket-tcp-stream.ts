/**
 * A TCP stream over `net.Socket`.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html#class-netsocket
 */
import type net from 'node:net'
import process from 'node:process'
import { setImmediate, setTimeout } from 'node:timers'
import type { Endpoint, Inbox, TcpStream } from '@chrome-socket/api/backend'
import { hasDescriptors, leastWrittenNow, writeToDescriptor } from '../descriptor.ts'
import { SocketStream } from './socket-stream.ts'

/** A socket with its descriptor, which is not documented. Without it writes are copied. */
type SocketWithHandle = net.Socket & { readonly _handle?: { readonly fd?: number } | null }

interface Ends {
  readonly local: Endpoint
  readonly peer: Endpoint
}

/**
 * Both endpoints of a connection. The peer is `to` unless `to` is an unspecified address. Not asking for the peer saves 200
 * bytes for each connection, because Node keeps the answer.
 */
export function endsOf(socket: net.Socket, to?: Endpoint): Ends {
  const local = { address: socket.localAddress ?? '', port: socket.localPort ?? 0 }
  const isKnown = to !== undefined && to.address !== '0.0.0.0' && to.address !== '::'
  return { local, peer: isKnown ? to : { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 } }
}

/**
 * Runs `task` when every runtime has received what had arrived. After a script of some milliseconds the first timer is due at
 * once, before the runtime receives, and Node may run the second one with it. Node receives before the `setImmediate`.
 */
function afterReceiving(task: () => void): void {
  setTimeout(() => setTimeout(() => setImmediate(task), 1), 1)
}

export class SocketTcpStream extends SocketStream implements TcpStream {
  /** Writes by the descriptor. It exists only if sockets have descriptors. */
  declare readonly writeNow?: (bytes: Uint8Array) => number

  constructor(socket: net.Socket, inbox: Inbox, { local, peer }: Ends) {
    super(socket, inbox, local, peer)
  }

  /**
   * Writes by the descriptor of the socket, if it has one. `socket.write` would write the rest later from the same memory, so
   * the caller would have to copy all bytes first.
   */
  writeByDescriptor(bytes: Uint8Array): number {
    if (bytes.byteLength < leastWrittenNow || this.isClosed || this.inbox.isOver) return 0
    const { socket } = this
    const fd = (socket as SocketWithHandle)._handle?.fd ?? -1
    if (fd < 0 || socket.writableLength > 0) return 0
    try {
      return writeToDescriptor(fd, bytes)
    } catch {
      // The next write reports the error.
      return 0
    }
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
   * Closes the socket. If it may still receive, it receives once more: if the system still had bytes of the peer, a close
   * would reset the connection, and the peer could lose the last answer.
   */
  protected override closeSocket(receives: boolean): void {
    const { socket } = this
    if (!receives || socket.destroyed) return super.closeSocket(receives)
    socket.resume()
    afterReceiving(() => socket.destroy())
  }

  /**
   * Returns the socket, which Node's TLS reads and writes directly. Returns undefined if bytes are unread, because TLS would
   * miss them, and on Deno, whose TLS receives nothing from a socket with `onread`. Afterwards only the options and `close`
   * of this stream may be used.
   */
  detachSocket(): net.Socket | undefined {
    if (process.versions['deno'] !== undefined) return undefined
    return this.inbox.isEmpty && !this.isClosed ? this.socket : undefined
  }
}

if (hasDescriptors) {
  const { writeByDescriptor } = SocketTcpStream.prototype
  Object.defineProperty(SocketTcpStream.prototype, 'writeNow', { value: writeByDescriptor })
}
