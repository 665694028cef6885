/**
 * Connects with `net.connect`, whose socket fills the inbox's buffers (`onread`).
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html#netconnectoptions-connectlistener
 */
import net from 'node:net'
import type { Cancel, ConnectCompletion, Endpoint } from '@chrome-socket/api/backend'
import { afterMicrotasks, asEvent, completeLater, Inbox, lacksZone, NetError } from '@chrome-socket/api/backend'
import { connectErrorResult } from '../node-error.ts'
import { connectionOptions } from '../transport.ts'
import { endsOf, SocketTcpStream } from './socket-tcp-stream.ts'

/**
 * Both functions of the `onread` option in one closure, which saves a closure for each connection. They differ in their
 * arguments. This function makes the closure, so that it keeps only `inbox` alive.
 */
function onreadOf(inbox: Inbox): Onread {
  return ((length?: number, buffer?: Uint8Array) => {
    if (buffer === undefined) return inbox.nextBuffer()
    receive(inbox, buffer as Uint8Array<ArrayBuffer>, length as number)
    // The turns after the event may have made room and resumed the socket. It must not be paused then.
    return !inbox.isFull
  }) as Onread
}

interface Onread {
  /** Returns the next buffer to fill. */
  (): Uint8Array
  /** Takes `length` bytes at the front of `buffer`. Returns false to pause the socket. */
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
