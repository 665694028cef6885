/**
 * A connect that can be called off. `Bun.connect` cannot be: its promise gives no socket before the connection is there, and
 * one to a host that does not answer keeps the process for two minutes. A `net.Socket` can be destroyed at any time.
 *
 * In Bun a `net.Socket` has a Bun socket inside, whose handlers can be exchanged by `reload`
 * (https://bun.com/reference/bun/Socket/reload). So it makes the connection, and gives its Bun socket away then. That the socket
 * is its `_handle` is not documented. Without it, this module does nothing, and `Bun.connect` is used.
 */
import { Socket } from 'node:net'
import { setImmediate } from 'node:timers'
import type { Cancel, Endpoint } from '@chrome-socket/api/backend'
import type { BunError, BunSocket, BunSocketHandlers } from '../bun-types.ts'
import { queueMicrotask } from '../globals.ts'
import type { SocketStream } from './socket-stream.ts'
import { streamEvents } from './tcp-stream.ts'

/** Is told how the connect ends. */
export interface ConnectEvents {
  isUnderWay: boolean
  opened(socket: BunSocket<SocketStream>): void
  refused(error: BunError): void
}

type ReloadableSocket = BunSocket<SocketStream> & {
  reload(options: { readonly socket: BunSocketHandlers<SocketStream> }): void
}

/** Begins to connect. Returns what calls it off, or undefined when this Bun offers no such socket. */
export function connectByNodeSocket({ address, port }: Endpoint, events: ConnectEvents): Cancel | undefined {
  const socket = new Socket({ allowHalfOpen: true })
  socket.on('error', (error: BunError) => events.refused(error))
  socket.connect({ host: address, port })
  const inner = socket as unknown as { _handle: Partial<ReloadableSocket> | null }
  if (typeof inner._handle?.reload !== 'function') {
    socket.destroy()
    return undefined
  }
  // An error that comes before the next round of the event loop is one of this host.
  setImmediate(() => {
    events.isUnderWay = true
  })
  // Within this event Bun still works on the handlers. No other event comes before its microtasks.
  socket.once('connect', () =>
    queueMicrotask(() => {
      const handle = inner._handle as ReloadableSocket | null
      if (handle === null) return
      handle.reload({ socket: streamEvents })
      inner._handle = null
      forgetOwner(handle)
      events.opened(handle)
    }),
  )
  return () => socket.destroy()
}

/** The `net.Socket` is a property of its Bun socket, which would keep it: 1.8 KB for each connection. */
function forgetOwner(handle: object): void {
  for (const key of Object.getOwnPropertySymbols(handle)) Reflect.deleteProperty(handle, key)
}
