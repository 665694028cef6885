/** A TCP connection of Node's handle. See `internals.ts`. */
import type { Cancel, Endpoint, NetResult, TcpStream } from '@chrome-socket/api/backend'
import { NetError } from '@chrome-socket/api/backend'
import { lacksZone } from '../link-local.ts'
import { completeWith, connectStatusResult } from '../node-error.ts'
import { localOf, peerOf } from './endpoint.ts'
import { HandleStream } from './handle-stream.ts'
import { internals } from './internals.ts'
import type { ConnectRequest, Status, TcpHandle } from './internals.ts'

const { TCP, TCPConnectWrap, tcpSocket } = internals

type ConnectDone = (result: NetResult, stream?: TcpStream) => void

/** A connect under way. */
interface PendingConnect extends ConnectRequest {
  to: Endpoint
  /** Nothing when it has been cancelled. */
  done: ConnectDone | undefined
}

export function connectHandle(to: Endpoint, done: ConnectDone): Cancel {
  if (lacksZone(to)) return completeWith(NetError.ERR_INVALID_ARGUMENT, done)
  const { address, port } = to
  const handle = new TCP(tcpSocket)
  const request = new TCPConnectWrap() as PendingConnect
  request.oncomplete = onConnected
  request.to = to
  request.done = done
  const status = address.includes(':')
    ? handle.connect6(request, address, port)
    : handle.connect(request, address, port)
  if (status !== 0) {
    handle.close()
    return completeWith(connectStatusResult(status), done)
  }
  return () => {
    if (request.done === undefined) return
    request.done = undefined
    handle.close()
  }
}

function onConnected(this: ConnectRequest, status: Status, handle: TcpHandle): void {
  const { to, done } = this as PendingConnect
  if (done === undefined) return
  ;(this as PendingConnect).done = undefined
  if (status !== 0) {
    handle.close()
    done(connectStatusResult(status))
    return
  }
  const peer = peerOf(handle)
  // One object less to keep, which is 5 % of what a connection takes.
  const isAsAsked = peer.address === to.address && peer.port === to.port
  const stream = new HandleStream(handle, localOf(handle), isAsAsked ? to : peer)
  stream.open()
  done(NetError.OK, stream)
}
