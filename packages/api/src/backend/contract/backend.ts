/**
 * The contract: what a backend offers.
 */
import type { AddressFamily, Cancel, Endpoint, InterfacesCompletion, ResolveCompletion } from './results.ts'
import type { ConnectCompletion, ListenCompletion } from './tcp.ts'
import type { DatagramOptions, OpenDatagramCompletion } from './udp.ts'

/** A transport, as `createChrome` and `registerBackend` take it. */
export interface Backend {
  /** For messages: `node`. */
  readonly name: string

  /**
   * Gives the addresses of a host name in the order in which to try them. An IP literal gives itself.
   * @param hostname a canonical name, or an IP literal
   * @param family `any`, `ipv4` or `ipv6`
   * @param complete gets 0 and at least one IP literal, or an error and none
   * @returns what abandons it
   * @errors
   * - `-105 ERR_NAME_NOT_RESOLVED`: the name has no address of `family`, or could not be resolved.
   * @example
   * import { nodeBackend } from '@chrome-socket/backend-node'
   *
   * nodeBackend().resolve('localhost', 'ipv4', (result, addresses) => console.log(result, addresses))
   */
  resolve(hostname: string, family: AddressFamily, complete: ResolveCompletion): Cancel

  /**
   * Opens a TCP connection.
   * @param to an IP literal and a port
   * @param complete gets 0 and the stream, which is the caller's; or an error
   * @returns what abandons it
   * @errors as `connectErrorFromPosixCode` maps them
   * - `-102 ERR_CONNECTION_REFUSED`: nobody listens there.
   * - `-109 ERR_ADDRESS_UNREACHABLE`: there is no route to the address.
   * - `-118 ERR_CONNECTION_TIMED_OUT`: the host has not answered as long as the system waits.
   * - `-138 ERR_NETWORK_ACCESS_DENIED`: the system does not allow it.
   * - `-104 ERR_CONNECTION_FAILED`: any other error of the system.
   * @example
   * import { nodeBackend } from '@chrome-socket/backend-node'
   *
   * const cancel = nodeBackend().connect({ address: '127.0.0.1', port: 8080 }, (result, stream) => {
   *   console.log(result, stream?.local.port)
   * })
   */
  connect(to: Endpoint, complete: ConnectCompletion): Cancel

  /**
   * Opens a TCP socket that listens. Absent where the backend only connects.
   * @param at an IP literal and a port; with port 0 the system chooses
   * @param backlog the system's: how many connections wait to be accepted
   * @param complete gets 0 and the listener, which is the caller's; or an error
   * @returns what abandons it
   * @errors
   * - `-147 ERR_ADDRESS_IN_USE`: another socket has the port.
   * - `-108 ERR_ADDRESS_INVALID`: the address is not one of this host.
   * - `-10 ERR_ACCESS_DENIED`: the system keeps the port for others.
   * @example
   * import { nodeBackend } from '@chrome-socket/backend-node'
   *
   * nodeBackend().listen?.({ address: '127.0.0.1', port: 0 }, 128, (result, listener) => {
   *   console.log(result, listener?.local.port)
   * })
   */
  listen?(at: Endpoint, backlog: number, complete: ListenCompletion): Cancel

  /**
   * Opens a UDP socket, bound or connected. Absent where the backend has no UDP.
   * @param options `bind` or `connect`, and the socket's options
   * @param complete gets 0 and the socket, which is the caller's; or an error
   * @returns what abandons it
   * @errors
   * - `-147 ERR_ADDRESS_IN_USE`: another socket has the port.
   * - `-108 ERR_ADDRESS_INVALID`: the address is not one of this host.
   * - `-109 ERR_ADDRESS_UNREACHABLE`: there is no route to the address that it connects to.
   * - `-10 ERR_ACCESS_DENIED`: the system keeps the port for others, or it connects to a broadcast address.
   * @example
   * import { nodeBackend } from '@chrome-socket/backend-node'
   *
   * const options = { bind: { address: '0.0.0.0', port: 0 }, multicastTtl: 1, multicastLoopback: true }
   * nodeBackend().openDatagram?.(options, (result, socket) => console.log(result, socket?.local.port))
   */
  openDatagram?(options: DatagramOptions, complete: OpenDatagramCompletion): Cancel

  /**
   * Gives every address of the host that is not a loopback one. Absent where the runtime tells none.
   * @param complete gets 0 and the list, which is the caller's; or an error and an empty one
   * @errors
   * - a net error: the system gives no list.
   * @example
   * import { nodeBackend } from '@chrome-socket/backend-node'
   *
   * nodeBackend().networkInterfaces?.((result, interfaces) => console.log(result, interfaces.length))
   */
  networkInterfaces?(complete: InterfacesCompletion): void
}
