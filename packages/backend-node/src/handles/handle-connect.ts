/** Connects with Node's handle. `internals.ts` gives the reason. */
import type { Cancel, ConnectCompletion, Endpoint } from '@chrome-socket/api/backend'
import { completeLater, lacksZone, NetError } from '@chrome-socket/api/backend'
import { connectStatusResult } from '../node-error.ts'
import { HandleStream } from './handle-stream.ts'
import { localOf, peerOf } from './handle-types.ts'
import type { ConnectRequest, Status, TcpHandle } from './handle-types.ts'
import { internals } from './internals.ts'

const { TCP, TCPConnectWrap, tcpSocket } = internals

/** A connect that is under way. */
interface PendingConnect extends ConnectRequest {
  to: Endpoint
  /** The completion, or undefined after it has been called or the connect has been cancelled. */
  complete: ConnectCompletion | undefined
}

export function connectHandle(to: Endpoint, complete: ConnectCompletion): Cancel {
  if (lacksZone(to.address)) return completeLater(() => complete(NetError.ERR_INVALID_ARGUMENT))
  const { address, port } = to
  const handle = new TCP(tcpSocket)
  const request = new TCPConnectWrap() as PendingConnect
  request.oncomplete = onConnected
  request.to = to
  request.complete = complete
  const status = address.includes(':')
    ? handle.connect6(request, address, port)
    : handle.connect(request, address, port)
  if (status !== 0) {
    handle.close()
    return completeLater(() => complete(connectStatusResult(status)))
  }
  return () => {
    if (request.complete === undefined) return
    request.complete = undefined
    handle.close()
  }
}

function onConnected(this: ConnectRequest, status: Status, handle: TcpHandle): void {
  const { to, complete } = this as PendingConnect
  if (complete === undefined) return
  ;(this as PendingConnect).complete = undefined
  if (status !== 0) {
    handle.close()
    complete(connectStatusResult(status))
    return
  }
  const peer = peerOf(handle)
  // Sharing the object `to` saves 5 % of a connection's memory.
  const isAsAsked = peer.address === to.address && peer.port === to.port
  const stream = new HandleStream(handle, localOf(handle), isAsAsked ? to : peer)
  stream.open()
  complete(NetError.OK, stream)
}
