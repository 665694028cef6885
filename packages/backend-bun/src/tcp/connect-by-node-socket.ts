/**
 * A connect that can be cancelled. `Bun.connect` cannot: its promise gives no socket before the connection is established,
 * and a connect to a host that does not answer keeps the process alive for two minutes. A `net.Socket` can be destroyed at
 * any time.
 *
 * In Bun a `net.Socket` contains a Bun socket, whose handlers `reload` can replace
 * (https://bun.com/reference/bun/Socket/reload). So a `net.Socket` makes the connection, and this module then takes its Bun
 * socket. It is in the property `_handle`, which is not documented. Without it, this module does nothing, and the backend
 * uses `Bun.connect`.
 */
import { Socket } from 'node:net'
import { setImmediate } from 'node:timers'
import type { Cancel, Endpoint } from '@chrome-socket/api/backend'
import type { BunError, BunSocket, BunSocketHandlers } from '../bun-types.ts'
import { queueMicrotask } from '../globals.ts'
import type { SocketStream } from './socket-stream.ts'
import { streamEvents } from './tcp-stream.ts'

/** The callbacks for the outcome of a connect. */
export interface ConnectEvents {
  isUnderWay: boolean
  opened(socket: BunSocket<SocketStream>): void
  refused(error: BunError): void
}

type ReloadableSocket = BunSocket<SocketStream> & {
  reload(options: { readonly socket: BunSocketHandlers<SocketStream> }): void
}

/** Starts a connect. Returns the function that cancels it, or undefined if a `net.Socket` contains no such Bun socket. */
export function connectByNodeSocket({ address, port }: Endpoint, events: ConnectEvents): Cancel | undefined {
  const socket = new Socket({ allowHalfOpen: true })
  socket.on('error', (error: BunError) => events.refused(error))
  socket.connect({ host: address, port })
  const inner = socket as unknown as { _handle: Partial<ReloadableSocket> | null }
  if (typeof inner._handle?.reload !== 'function') {
    socket.destroy()
    return undefined
  }
  // An error before the next round of the event loop comes from this host, not from the network.
  setImmediate(() => {
    events.isUnderWay = true
  })
  // During this event Bun still uses the handlers. No other event comes before its microtasks.
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

/** Removes the `net.Socket` from the properties of its Bun socket. It would take 1.8 KB for each connection. */
function forgetOwner(handle: object): void {
  for (const key of Object.getOwnPropertySymbols(handle)) Reflect.deleteProperty(handle, key)
}
