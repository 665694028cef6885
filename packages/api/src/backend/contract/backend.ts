/**
 * The contract: what a backend offers.
 */
import type { AddressFamily, Cancel, Endpoint, InterfacesCompletion, ResolveCompletion } from './results.ts'
import type { ConnectCompletion, ListenCompletion } from './tcp.ts'
import type { DatagramOptions, OpenDatagramCompletion } from './udp.ts'

/** A transport, for `createChrome` and `registerBackend`. */
export interface Backend {
  /** The name in messages, such as `node`. */
  readonly name: string

  /**
   * Resolves a host name to its addresses, in the order in which to try them. An IP literal resolves to itself.
   * @param hostname a canonical name, or an IP literal
   * @param family `any`, `ipv4` or `ipv6`
   * @param complete gets 0 and at least one IP literal, or an error and an empty list
   * @returns the function that cancels it
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
   * @param complete gets 0 and the stream, which belongs to the caller, or an error
   * @returns the function that cancels it
   * @errors as `connectErrorFromPosixCode` maps them
   * - `-102 ERR_CONNECTION_REFUSED`: no socket listens there.
   * - `-109 ERR_ADDRESS_UNREACHABLE`: there is no route to the address.
   * - `-118 ERR_CONNECTION_TIMED_OUT`: the host did not answer within the system's timeout.
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
   * Opens a TCP socket that listens. Absent if the backend can only connect.
   * @param at an IP literal and a port; with port 0 the system chooses a port
   * @param backlog the number of connections that may wait in the system to be accepted
   * @param complete gets 0 and the listener, which belongs to the caller, or an error
   * @returns the function that cancels it
   * @errors
   * - `-147 ERR_ADDRESS_IN_USE`: another socket has the port.
   * - `-108 ERR_ADDRESS_INVALID`: the address is not one of this host.
   * - `-10 ERR_ACCESS_DENIED`: the system reserves the port.
   * @example
   * import { nodeBackend } from '@chrome-socket/backend-node'
   *
   * nodeBackend().listen?.({ address: '127.0.0.1', port: 0 }, 128, (result, listener) => {
   *   console.log(result, listener?.local.port)
   * })
   */
  listen?(at: Endpoint, backlog: number, complete: ListenCompletion): Cancel

  /**
   * Opens a bound or connected UDP socket. Absent if the backend has no UDP.
   * @param options `bind` or `connect`, and the socket's options
   * @param complete gets 0 and the socket, which belongs to the caller, or an error
   * @returns the function that cancels it
   * @errors
   * - `-147 ERR_ADDRESS_IN_USE`: another socket has the port.
   * - `-108 ERR_ADDRESS_INVALID`: the address is not one of this host.
   * - `-109 ERR_ADDRESS_UNREACHABLE`: there is no route to the address of `connect`.
   * - `-10 ERR_ACCESS_DENIED`: the system keeps the port for others, or the address of `connect` is a broadcast
   *   address.
   * @example
   * import { nodeBackend } from '@chrome-socket/backend-node'
   *
   * const options = { bind: { address: '0.0.0.0', port: 0 }, multicastTtl: 1, multicastLoopback: true }
   * nodeBackend().openDatagram?.(options, (result, socket) => console.log(result, socket?.local.port))
   */
  openDatagram?(options: DatagramOptions, complete: OpenDatagramCompletion): Cancel

  /**
   * Lists the addresses of the host, without loopback addresses. Absent if the runtime cannot list them.
   * @param complete gets 0 and the list, which belongs to the caller, or an error and an empty list
   * @errors
   * - a net error: the system has no list.
   * @example
   * import { nodeBackend } from '@chrome-socket/backend-node'
   *
   * nodeBackend().networkInterfaces?.((result, interfaces) => console.log(result, interfaces.length))
   */
  networkInterfaces?(complete: InterfacesCompletion): void
}
