/**
 * Takes the connections of a `net.Server` as bare handles.
 *
 * Node's own server makes a `net.Socket` for each connection. Without it an accept takes a fifth less CPU.
 */
import type net from 'node:net'
import type { Endpoint } from '@chrome-socket/api/backend'
import type { TakeConnection } from '../listener.ts'
import { HandleStream } from './handle-stream.ts'
import { localOf, peerOf } from './handle-types.ts'
import type { Status, TcpHandle } from './handle-types.ts'

interface ServerHandle {
  onconnection: (status: Status, handle: TcpHandle | undefined) => void
}

export function takeHandles(server: net.Server, take: TakeConnection): void {
  const local = commonLocalEndpoint(server)
  const serverHandle = (server as unknown as { _handle: ServerHandle })._handle
  serverHandle.onconnection = (_status, handle) => {
    if (handle !== undefined) take(new HandleStream(handle, local ?? localOf(handle), peerOf(handle)))
  }
}

/**
 * The local endpoint of all connections, or undefined if the server listens on all addresses. Asking the system for each
 * connection would take 5 % of an accept.
 */
function commonLocalEndpoint(server: net.Server): Endpoint | undefined {
  const { address, port } = server.address() as net.AddressInfo
  return address === '0.0.0.0' || address === '::' ? undefined : { address, port }
}
