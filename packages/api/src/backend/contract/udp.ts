/**
 * The contract: datagrams.
 * Model: Chromium's net::DatagramSocket (net/socket/datagram_socket.h).
 */
import type { Completion, Endpoint, NetResult } from './results.ts'

/** Tells of a datagram. `result` is its length, and `data` the datagram; on an error `data` is empty. */
export type ReceiveCompletion = (result: NetResult, data: ArrayBuffer, from: Endpoint) => void
/** Tells of a new datagram socket. `socket` is there if and only if `result` is 0. */
export type OpenDatagramCompletion = (result: NetResult, socket?: DatagramSocket) => void

/** Either `bind` or `connect` is given. Connecting also binds, to a free port. */
export interface DatagramOptions {
  /** The own end: an address of this host, or that of all; with port 0 the system chooses. */
  readonly bind?: Endpoint
  /** The other end, the only one that is sent to and heard. */
  readonly connect?: Endpoint
  /** IP_MULTICAST_TTL or IPV6_MULTICAST_HOPS: in hops, 0..255. */
  readonly multicastTtl: number
  /** IP_MULTICAST_LOOP or IPV6_MULTICAST_LOOP. */
  readonly multicastLoopback: boolean
  /** SO_BROADCAST: whether `send` may go to a broadcast address. Off by default. */
  readonly broadcast?: boolean
}

/** A UDP socket, bound or connected. */
export interface DatagramSocket {
  /** With the port that the system has chosen, where it had to. */
  readonly local: Endpoint
  /** Only when connected. */
  readonly peer?: Endpoint

  /**
   * Takes the next datagram. One receive may be pending at a time.
   * @param max in bytes, at least 0: the longest datagram that fits
   * @param complete gets the length, which may be 0, the datagram, which is the receiver's alone, and its sender; or an error
   * @errors with empty data
   * - `-142 ERR_MSG_TOO_BIG`: the datagram was longer than `max`, and is lost.
   * - `-102 ERR_CONNECTION_REFUSED`: an ICMP error on a connected socket. It completes the pending receive, or else the next receive
   *   or send, and the socket goes on.
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
   * @param bytes up to 65,507 of them, borrowed until it completes
   * @param to given if and only if the socket is not connected
   * @param complete gets the length of `bytes`, or an error
   * @errors
   * - `-10 ERR_ACCESS_DENIED`: it is a broadcast address, and broadcast is not on.
   * - `-4 ERR_INVALID_ARGUMENT`: the port is 0.
   * - `-109 ERR_ADDRESS_UNREACHABLE`: the address is of the other family, or there is no route to it.
   * - `-142 ERR_MSG_TOO_BIG`: the datagram is too long.
   * - `-102 ERR_CONNECTION_REFUSED`: an ICMP error on a connected socket, which no receive has told.
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
   * @param group an IP literal, of the socket's family
   * @param complete gets 0 or an error
   * @errors
   * - `-4 ERR_INVALID_ARGUMENT`: it is no multicast address.
   * - `-147 ERR_ADDRESS_IN_USE`: the socket is in the group.
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
   * Sets or clears SO_BROADCAST. Absent where the runtime has no such option.
   * @param on whether `send` may go to a broadcast address
   * @errors `false`: it could not be set, or the socket is closed.
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
