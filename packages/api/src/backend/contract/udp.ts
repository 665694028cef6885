/**
 * The contract: datagrams.
 * Model: Chromium's net::DatagramSocket (net/socket/datagram_socket.h).
 */
import type { Completion, Endpoint, NetResult } from './results.ts'

/** Receives a datagram. `result` is its length, and `data` the datagram. On an error `data` is empty. */
export type ReceiveCompletion = (result: NetResult, data: ArrayBuffer, from: Endpoint) => void
/** Receives the result of an open. `socket` is present if and only if `result` is 0. */
export type OpenDatagramCompletion = (result: NetResult, socket?: DatagramSocket) => void

/** The options of a datagram socket. It has either `bind` or `connect`. Connecting also binds, to a free port. */
export interface DatagramOptions {
  /** The local endpoint: an address of this host or the unspecified address. With port 0 the system chooses a port. */
  readonly bind?: Endpoint
  /** The peer, the only endpoint that the socket sends to and receives from. */
  readonly connect?: Endpoint
  /** IP_MULTICAST_TTL or IPV6_MULTICAST_HOPS, 0 to 255 hops. */
  readonly multicastTtl: number
  /** IP_MULTICAST_LOOP or IPV6_MULTICAST_LOOP. */
  readonly multicastLoopback: boolean
  /** SO_BROADCAST: whether `send` may go to a broadcast address. The default is false. */
  readonly broadcast?: boolean
}

/** A UDP socket, bound or connected. */
export interface DatagramSocket {
  /** The local endpoint, with the actual port if the system chose it. */
  readonly local: Endpoint
  /** The peer, if the socket is connected. */
  readonly peer?: Endpoint

  /**
   * Takes the next datagram. Only one receive may be pending at a time.
   * @param max the length in bytes of the longest datagram that fits, at least 0
   * @param complete gets the length, which may be 0, the datagram, which belongs to the receiver, and its sender; or an
   * error
   * @errors with empty data
   * - `-142 ERR_MSG_TOO_BIG`: the datagram was longer than `max`, and is lost.
   * - `-102 ERR_CONNECTION_REFUSED`: an ICMP error on a connected socket. It completes the pending receive, or else the
   *   next receive or send, and the socket stays open.
   * - `-100 ERR_CONNECTION_CLOSED`: the socket is closed, before the receive or while it is pending.
   * @example
   * import type { DatagramSocket } from '@chrome-socket/api/backend'
   *
   * export function receiveOne(socket: DatagramSocket): void {
   *   socket.receive(65507, (result, data, from) => console.log(result, data.byteLength, from.address, from.port))
   * }
   */
  receive(max: number, complete: ReceiveCompletion): void

  /**
   * Sends one datagram.
   * @param bytes up to 65,507 bytes, which are borrowed until the send completes
   * @param to the destination, or undefined if and only if the socket is connected
   * @param complete gets the length of `bytes` or an error
   * @errors
   * - `-10 ERR_ACCESS_DENIED`: `to` is a broadcast address, and SO_BROADCAST is not set.
   * - `-4 ERR_INVALID_ARGUMENT`: the port is 0.
   * - `-109 ERR_ADDRESS_UNREACHABLE`: the address has the other family, or there is no route to it.
   * - `-142 ERR_MSG_TOO_BIG`: the datagram is too long.
   * - `-102 ERR_CONNECTION_REFUSED`: an ICMP error on a connected socket that no receive has reported.
   * - `-100 ERR_CONNECTION_CLOSED`: the socket is closed.
   * @example
   * import type { DatagramSocket } from '@chrome-socket/api/backend'
   *
   * export function ping(socket: DatagramSocket): void {
   *   socket.send(Uint8Array.of(1), { address: '127.0.0.1', port: 7 }, (result) => console.log(result))
   * }
   */
  send(bytes: Uint8Array, to: Endpoint | undefined, complete: Completion): void

  /**
   * Joins a multicast group.
   * @param group an IP literal of the socket's family
   * @param complete gets 0 or an error
   * @errors
   * - `-4 ERR_INVALID_ARGUMENT`: `address` is not a multicast address.
   * - `-147 ERR_ADDRESS_IN_USE`: the socket is already in the group.
   * - `-100 ERR_CONNECTION_CLOSED`: the socket is closed.
   * - another net error: the system refused.
   * @example
   * import type { DatagramSocket } from '@chrome-socket/api/backend'
   *
   * export function joinMdns(socket: DatagramSocket): void {
   *   socket.joinGroup('224.0.0.251', (result) => console.log(result))
   * }
   */
  joinGroup(group: string, complete: Completion): void

  /**
   * Leaves a multicast group.
   * @param group an IP literal
   * @param complete gets 0 or an error
   * @errors
   * - `-108 ERR_ADDRESS_INVALID`: the socket is not in the group.
   * - `-100 ERR_CONNECTION_CLOSED`: the socket is closed.
   * - another net error: the system refused.
   * @example
   * import type { DatagramSocket } from '@chrome-socket/api/backend'
   *
   * export function leaveMdns(socket: DatagramSocket): void {
   *   socket.leaveGroup('224.0.0.251', (result) => console.log(result))
   * }
   */
  leaveGroup(group: string, complete: Completion): void

  /**
   * Sets or clears SO_BROADCAST. Absent if the runtime lacks the option.
   * @param on whether `send` may go to a broadcast address
   * @errors `false`: the option could not be set, or the socket is closed.
   * @example
   * import type { DatagramSocket } from '@chrome-socket/api/backend'
   *
   * export const mayBroadcast = (socket: DatagramSocket): boolean => socket.setBroadcast?.(true) ?? false
   */
  setBroadcast?(on: boolean): boolean

  /**
   * Closes the socket, and leaves every group. Pending operations complete with `-100 ERR_CONNECTION_CLOSED`.
   * @errors Cannot fail. A second call does nothing.
   * @example
   * import type { DatagramSocket } from '@chrome-socket/api/backend'
   *
   * export function sendAndClose(socket: DatagramSocket, bytes: Uint8Array): void {
   *   socket.send(bytes, undefined, () => socket.close())
   * }
   */
  close(): void
}
