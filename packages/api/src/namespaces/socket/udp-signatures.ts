/**
 * The signatures of `chrome.socket` that are for UDP sockets.
 * Source: Chromium extensions/common/api/socket.idl; the errors are those of the recordings in packages/conformance/traces
 */
import type { Omitted } from '../omitted.ts'
import type { RecvFromInfo, WriteInfo } from './results.ts'

/** The functions for UDP sockets. */
export interface UdpSignatures {
  /**
   * Binds a UDP socket, for `recvFrom` and `sendTo`.
   * @param socketId of a UDP socket that is neither bound nor connected
   * @param address an IP literal of this host, or `0.0.0.0` or `::` for all
   * @param port 0 to 65535. With 0 the system chooses a port, which `getInfo` returns
   * @param callback gets 0 or an error
   * @errors
   * - `-147 ERR_ADDRESS_IN_USE`: another socket has the port.
   * - `-108 ERR_ADDRESS_INVALID`: the address is not one of this host.
   * - `-10 ERR_ACCESS_DENIED`: the system reserves the port.
   * - `-4 ERR_INVALID_ARGUMENT`: the address is a name.
   * - `-104 ERR_CONNECTION_FAILED`: the socket is bound or connected already.
   * - `-23 ERR_SOCKET_IS_CONNECTED`: another bind or connect was under way, and succeeded.
   * - `-11 ERR_NOT_IMPLEMENTED`: the backend has no UDP.
   * - `-1`, lastError `TCP socket does not support bind. For TCP server please use listen.`: it is a TCP socket.
   * - `-1`, lastError `Socket not found`: the id is not known.
   * - `-1`, lastError `App does not have permission`: the manifest allows no `udp-bind` there.
   * - no argument, lastError `Port must be a value between 0 and 65535.`: the port is out of range.
   * @example
   * const { socketId } = await chrome.socket.create('udp')
   * chrome.socket.bind(socketId, '0.0.0.0', 5353, (result) => {
   *   if (result < 0) console.error(result, chrome.runtime.lastError?.message)
   * })
   */
  bind(socketId: number, address: string, port: number, callback: (result: number) => void): void

  /** `recvFrom` with a `bufferSize` of 4096. */
  recvFrom(socketId: number, callback: (recvFromInfo: RecvFromInfo) => void): void
  /**
   * Waits for a datagram on a bound UDP socket. Only one recvFrom may be pending.
   *
   * `data` is a new buffer, which belongs to the app.
   * @param socketId of a bound UDP socket
   * @param bufferSize the length of the longest datagram that fits, in bytes, at least 0. The default is 4096
   * @param callback gets the datagram, which may be empty, and its sender; or an error
   * @errors in `resultCode`, with empty `data`
   * - `-15 ERR_SOCKET_NOT_CONNECTED`: the socket is not bound, or is connected.
   * - `-1 ERR_IO_PENDING`: another recvFrom is pending, and stays so.
   * - `-4 ERR_INVALID_ARGUMENT`: `bufferSize` is negative.
   * - `-100 ERR_CONNECTION_CLOSED`: the socket was disconnected or destroyed meanwhile.
   * - `-142 ERR_MSG_TOO_BIG`: the datagram was longer than `bufferSize`, and is lost.
   * - `-1`, lastError `Socket not found`: the id is not known, or is that of a TCP socket.
   * @example
   * const { socketId } = await chrome.socket.create('udp')
   * chrome.socket.bind(socketId, '127.0.0.1', 7000, () => {
   *   chrome.socket.recvFrom(socketId, 65507, ({ resultCode, data, address, port }) => {
   *     if (resultCode >= 0) console.log(address, port, data.byteLength)
   *   })
   * })
   */
  recvFrom(socketId: number, bufferSize: number | Omitted, callback: (recvFromInfo: RecvFromInfo) => void): void

  /**
   * Sends a datagram from a bound UDP socket. The app never learns that the peer has no such port.
   *
   * The call copies `data`, so the app may change it afterwards.
   * @param socketId of a bound UDP socket
   * @param data the datagram, 65,507 bytes at most
   * @param address a name, whose first address is used, or an IP literal
   * @param port 1 to 65535
   * @param callback gets the length of `data`, or an error
   * @errors in `bytesWritten`, except for results that are a bare number
   * - `-15 ERR_SOCKET_NOT_CONNECTED`: the socket is not bound, or is connected.
   * - `-142 ERR_MSG_TOO_BIG`: the datagram is too long.
   * - `-109 ERR_ADDRESS_UNREACHABLE`: the address has the other family, or there is no route to it.
   * - `-10 ERR_ACCESS_DENIED`: the address is a broadcast address.
   * - `-4 ERR_INVALID_ARGUMENT`: the port is 0.
   * - `-2 ERR_FAILED`: it is a TCP socket.
   * - a bare `-105 ERR_NAME_NOT_RESOLVED`, lastError `DNS resolution failed`: the name has no address, or is empty.
   * - a bare `-1`, lastError `Socket not found`: the id is not known, or the socket was destroyed while the name was
   *   resolved.
   * - a bare `-1`, lastError `App does not have permission`: the manifest allows no `udp-send-to` to this host and
   *   port.
   * - no argument, lastError `Port must be a value between 0 and 65535.`: the port is out of range.
   * - no argument, lastError `Exceeded write quota.`: over 200 MiB are pending.
   * @example
   * const { socketId } = await chrome.socket.create('udp')
   * chrome.socket.bind(socketId, '0.0.0.0', 0, () => {
   *   chrome.socket.sendTo(socketId, new Uint8Array([1, 2, 3]), '127.0.0.1', 7000, ({ bytesWritten }) => {
   *     console.log(bytesWritten)
   *   })
   * })
   */
  sendTo(
    socketId: number,
    data: ArrayBuffer | ArrayBufferView,
    address: string,
    port: number,
    callback: (writeInfo: WriteInfo) => void,
  ): void

  /**
   * Joins a bound UDP socket to a multicast group.
   * @param socketId of a bound UDP socket
   * @param address the group's IP literal, of the family that the socket is bound to
   * @param callback gets 0 or an error
   * @errors lastError is `net::` and the name, unless another text is given
   * - `-108 ERR_ADDRESS_INVALID`: the address is not an IP literal, has the other family, or the socket has already
   *   joined the group.
   * - `-147 ERR_ADDRESS_IN_USE`: another call was joining this group, and succeeded.
   * - `-4 ERR_INVALID_ARGUMENT`: `address` is not a multicast address.
   * - `-9 ERR_UNEXPECTED`: the socket is not bound, or is connected.
   * - `-1`, lastError `Only UDP socket supports multicast.`: it is a TCP socket.
   * - `-1`, lastError `Socket not found`: the id is not known.
   * - `-1`, lastError `App does not have permission`: the manifest does not have `udp-multicast-membership`.
   * @example
   * const { socketId } = await chrome.socket.create('udp')
   * chrome.socket.bind(socketId, '0.0.0.0', 5353, () => {
   *   chrome.socket.joinGroup(socketId, '224.0.0.251', (result) => {
   *     if (result < 0) console.error(chrome.runtime.lastError?.message)
   *   })
   * })
   */
  joinGroup(socketId: number, address: string, callback: (result: number) => void): void

  /**
   * Leaves a multicast group. Disconnecting leaves all groups.
   * @param socketId of a UDP socket
   * @param address the group's IP literal
   * @param callback gets 0 or an error
   * @errors lastError is `net::` and the name, unless another text is given
   * - `-108 ERR_ADDRESS_INVALID`: the socket has not joined this group, or the address is not an IP literal.
   * - `-9 ERR_UNEXPECTED`: the socket was disconnected while the group was being joined.
   * - `-1`, lastError `Only UDP socket supports multicast.`: it is a TCP socket.
   * - `-1`, lastError `Socket not found`: the id is not known.
   * - `-1`, lastError `App does not have permission`: the manifest does not have `udp-multicast-membership`.
   * @example
   * const { socketId } = await chrome.socket.create('udp')
   * chrome.socket.bind(socketId, '0.0.0.0', 5353, () => {
   *   chrome.socket.joinGroup(socketId, '224.0.0.251', () => {
   *     chrome.socket.leaveGroup(socketId, '224.0.0.251', (result) => console.log(result))
   *   })
   * })
   */
  leaveGroup(socketId: number, address: string, callback: (result: number) => void): void

  /**
   * Sets the number of hops of multicast datagrams. Call it before bind or connect.
   * @param socketId of a UDP socket that has been neither bound nor connected
   * @param ttl the number of hops, 0 to 255. With 0 the datagrams stay on this host. A new socket has 1
   * @param callback gets 0 or an error
   * @errors lastError is `net::` and the name, unless another text is given
   * - `-4 ERR_INVALID_ARGUMENT`: `ttl` is out of range.
   * - `-23 ERR_SOCKET_IS_CONNECTED`: bind or connect has been called, even if it failed.
   * - `-1`, lastError `Only UDP socket supports multicast.`: it is a TCP socket.
   * - `-1`, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.socket.create('udp')
   * chrome.socket.setMulticastTimeToLive(socketId, 4, (result) => console.log(result))
   * chrome.socket.bind(socketId, '0.0.0.0', 5353, () => {})
   */
  setMulticastTimeToLive(socketId: number, ttl: number, callback: (result: number) => void): void

  /**
   * Sets whether this host receives the multicast datagrams that the socket sends. Call it before bind or connect.
   * @param socketId of a UDP socket that has been neither bound nor connected
   * @param enabled whether this host receives them; a new socket has true
   * @param callback gets 0 or an error
   * @errors lastError is `net::` and the name, unless another text is given
   * - `-23 ERR_SOCKET_IS_CONNECTED`: bind or connect has been called, even if it failed.
   * - `-1`, lastError `Only UDP socket supports multicast.`: it is a TCP socket.
   * - `-1`, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.socket.create('udp')
   * chrome.socket.setMulticastLoopbackMode(socketId, false, (result) => console.log(result))
   * chrome.socket.bind(socketId, '0.0.0.0', 5353, () => {})
   */
  setMulticastLoopbackMode(socketId: number, enabled: boolean, callback: (result: number) => void): void

  /**
   * Lists the groups that a UDP socket has joined.
   * @param socketId of a UDP socket
   * @param callback gets IP literals, in the order in which they were joined; or an error
   * @errors as a bare number in place of the list
   * - `-1`, lastError `Only UDP socket supports multicast.`: it is a TCP socket.
   * - `-1`, lastError `Socket not found`: the id is not known.
   * - `-1`, lastError `App does not have permission`: the manifest does not have `udp-multicast-membership`.
   * @example
   * const { socketId } = await chrome.socket.create('udp')
   * chrome.socket.getJoinedGroups(socketId, (groups) => console.log(groups.length))
   */
  getJoinedGroups(socketId: number, callback: (groups: string[]) => void): void
}
