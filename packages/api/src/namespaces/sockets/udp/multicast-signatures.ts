/**
 * The signatures of `chrome.sockets.udp` that are about multicast.
 * Source: Chromium extensions/common/api/sockets_udp.idl; the errors are those of the recordings in packages/conformance/traces
 */

/** The functions for multicast. */
export interface UdpMulticastSignatures {
  /**
   * Joins a bound socket to a multicast group.
   * @param socketId of a bound socket
   * @param address the group's IP literal, of the family that the socket is bound to
   * @param callback gets 0 or an error
   * @errors
   * - `-108 ERR_ADDRESS_INVALID`: the address is not an IP literal, has the other family, or the socket has already
   *   joined the group.
   * - `-147 ERR_ADDRESS_IN_USE`: another call was joining this group, and succeeded.
   * - `-4 ERR_INVALID_ARGUMENT`: `address` is not a multicast address.
   * - `-9 ERR_UNEXPECTED`: the socket is not bound.
   * - no argument, lastError `Socket not found`: the id is not known.
   * - no argument, lastError `App does not have permission`: the manifest does not have `udp.multicastMembership`.
   * @example
   * const { socketId } = await chrome.sockets.udp.create()
   * chrome.sockets.udp.bind(socketId, '0.0.0.0', 5353, () => {
   *   chrome.sockets.udp.joinGroup(socketId, '224.0.0.251', (result) => console.log(result))
   * })
   */
  joinGroup(socketId: number, address: string, callback: (result: number) => void): void

  /**
   * Leaves a multicast group. Closing leaves all groups.
   * @param socketId of a bound socket
   * @param address the group's IP literal
   * @param callback gets 0 or an error
   * @errors
   * - `-108 ERR_ADDRESS_INVALID`: the socket has not joined this group, or the address is not an IP literal.
   * - no argument, lastError `Socket not found`: the id is not known.
   * - no argument, lastError `App does not have permission`: the manifest does not have `udp.multicastMembership`.
   * @example
   * const { socketId } = await chrome.sockets.udp.create()
   * chrome.sockets.udp.bind(socketId, '0.0.0.0', 5353, () => {
   *   chrome.sockets.udp.joinGroup(socketId, '224.0.0.251', () => {
   *     chrome.sockets.udp.leaveGroup(socketId, '224.0.0.251', (result) => console.log(result))
   *   })
   * })
   */
  leaveGroup(socketId: number, address: string, callback: (result: number) => void): void

  /**
   * Sets the number of hops of multicast datagrams. Call it before bind.
   * @param socketId of a socket that has not been bound
   * @param ttl the number of hops, 0 to 255. With 0 the datagrams stay on this host. A new socket has 1
   * @param callback gets 0 or an error
   * @errors
   * - `-4 ERR_INVALID_ARGUMENT`: `ttl` is out of range.
   * - `-23 ERR_SOCKET_IS_CONNECTED`: bind has been called, even if it failed.
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.sockets.udp.create()
   * chrome.sockets.udp.setMulticastTimeToLive(socketId, 4, (result) => console.log(result))
   * chrome.sockets.udp.bind(socketId, '0.0.0.0', 5353, () => {})
   */
  setMulticastTimeToLive(socketId: number, ttl: number, callback: (result: number) => void): void

  /**
   * Sets whether this host receives the multicast datagrams that the socket sends. Call it before bind.
   * @param socketId of a socket that has not been bound
   * @param enabled whether this host receives them; a new socket has true
   * @param callback gets 0 or an error
   * @errors
   * - `-23 ERR_SOCKET_IS_CONNECTED`: bind has been called, even if it failed.
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.sockets.udp.create()
   * chrome.sockets.udp.setMulticastLoopbackMode(socketId, false, (result) => console.log(result))
   * chrome.sockets.udp.bind(socketId, '0.0.0.0', 5353, () => {})
   */
  setMulticastLoopbackMode(socketId: number, enabled: boolean, callback: (result: number) => void): void

  /**
   * Lists the groups that the socket has joined.
   * @param socketId of any socket of `chrome.sockets.udp`
   * @param callback gets IP literals, in the order in which they were joined
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * - no argument, lastError `App does not have permission`: the manifest does not have `udp.multicastMembership`.
   * @example
   * const { socketId } = await chrome.sockets.udp.create()
   * const groups = await chrome.sockets.udp.getJoinedGroups(socketId)
   * console.log(groups.length)
   */
  getJoinedGroups(socketId: number, callback: (groups: string[]) => void): void
  /** `getJoinedGroups` for a promise. */
  getJoinedGroups(socketId: number): Promise<string[]>
}
