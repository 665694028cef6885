/**
 * A TCP stream over `net.Socket`.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html#netconnectoptions-connectlistener
 */
import net from 'node:net'
import process from 'node:process'
import type { Cancel, ConnectCompletion, Endpoint, TcpStream } from '@chrome-socket/api/backend'
import { afterMicrotasks, asEvent, completeLater, Inbox, lacksZone, NetError } from '@chrome-socket/api/backend'
import { hasDescriptors, leastWrittenNow, writeToDescriptor } from '../descriptor.ts'
import { connectErrorResult } from '../node-error.ts'
import { connectionOptions } from '../transport.ts'
import { SocketStream } from './socket-stream.ts'

/** The descriptor is not documented. Without it a write is copied. */
type SocketWithHandle = net.Socket & { readonly _handle?: { readonly fd?: number } | null }

interface Ends {
  readonly local: Endpoint
  readonly peer: Endpoint
}

/**
 * Both ends, as long as the system knows them. The peer that a socket has connected to need not be asked for, unless that
 * was any address: it spares 200 bytes of a connection, since Node keeps what it was asked for.
 */
export function endsOf(socket: net.Socket, to?: Endpoint): Ends {
  const local = { address: socket.localAddress ?? '', port: socket.localPort ?? 0 }
  const isKnown = to !== undefined && to.address !== '0.0.0.0' && to.address !== '::'
  return { local, peer: isKnown ? to : { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 } }
}

export class SocketTcpStream extends SocketStream implements TcpStream {
  /** Only where sockets have descriptors. */
  declare readonly writeNow?: (bytes: Uint8Array) => number

  constructor(socket: net.Socket, inbox: Inbox, { local, peer }: Ends) {
    super(socket, inbox, local, peer)
  }

  /**
   * Writes by the descriptor, where the socket has one. `socket.write` would go on with the rest from where it is, so the
   * writer would have to copy all of it first.
   */
  writeByDescriptor(bytes: Uint8Array): number {
    if (bytes.byteLength < leastWrittenNow || this.isClosed || this.inbox.isOver) return 0
    const { socket } = this
    const fd = (socket as SocketWithHandle)._handle?.fd ?? -1
    if (fd < 0 || socket.writableLength > 0) return 0
    try {
      return writeToDescriptor(fd, bytes)
    } catch {
      // The write that follows finds out.
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
   * The socket, for Node's own TLS to read and write directly; nothing when bytes wait here, which it would miss, and on
   * Deno, whose TLS never gets anything from a socket with `onread`. This stream is then only good for its options, and
   * for `close`.
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

/**
 * Both functions of the `onread` option, which differ in their arguments: one closure less for each connection. It is made
 * here, where it keeps nothing but `inbox` alive.
 */
function onreadOf(inbox: Inbox): Onread {
  return ((length?: number, buffer?: Uint8Array) => {
    if (buffer === undefined) return inbox.nextBuffer()
    receive(inbox, buffer as Uint8Array<ArrayBuffer>, length as number)
    // The turns that followed may have made room again, and have resumed the socket: it is not to be paused after that.
    return !inbox.isFull
  }) as Onread
}

interface Onread {
  /** What is filled next. */
  (): Uint8Array
  /** Takes `length` bytes at the front of `buffer`. False makes the socket pause. */
  (length: number, buffer: Uint8Array): boolean
}

const receive = asEvent((inbox: Inbox, buffer: Uint8Array<ArrayBuffer>, length: number) =>
  inbox.receive(buffer, length),
)

export function connectSocket(to: Endpoint, complete: ConnectCompletion): Cancel {
  if (lacksZone(to.address)) return completeLater(() => complete(NetError.ERR_INVALID_ARGUMENT))
  const inbox = new Inbox()
  const onread = onreadOf(inbox)
  const socket = net.connect({
    host: to.address,
    port: to.port,
    allowHalfOpen: true,
    autoSelectFamily: false,
    ...connectionOptions,
    onread: { buffer: onread, callback: onread },
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
    complete(NetError.OK, new SocketTcpStream(socket, inbox, endsOf(socket, to)))
  })
  return () => {
    isCancelled = true
    if (!socket.connecting) return
    socket.destroy()
  }
}
