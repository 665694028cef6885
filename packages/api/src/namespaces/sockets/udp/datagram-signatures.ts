/**
 * The signatures of `chrome.sockets.udp` that bind a socket and send datagrams.
 * Source: Chromium extensions/common/api/sockets_udp.idl; the errors are those of the recordings in packages/conformance/traces
 */
import type { Omitted } from '../../omitted.ts'
import type { DnsQueryType } from '../dns-query-type.ts'
import type { UdpSendInfo } from './infos.ts'

/** The functions that bind a socket and send datagrams. */
export interface UdpDatagramSignatures {
  /**
   * Binds the socket, and begins to receive unless it is paused.
   * @param socketId of a socket that is not bound
   * @param address an IP literal of this host, or `0.0.0.0` or `::` for all
   * @param port 0 to 65535. With 0 the system chooses a port, which `getInfo` returns
   * @param callback gets 0 or an error
   * @errors
   * - `-147 ERR_ADDRESS_IN_USE`: another socket has the port.
   * - `-108 ERR_ADDRESS_INVALID`: the address is not one of this host.
   * - `-10 ERR_ACCESS_DENIED`: the system reserves the port.
   * - `-4 ERR_INVALID_ARGUMENT`: the address is a name, or the port is another.
   * - `-104 ERR_CONNECTION_FAILED`: the socket is bound already.
   * - `-23 ERR_SOCKET_IS_CONNECTED`: another bind was under way, and succeeded.
   * - `-11 ERR_NOT_IMPLEMENTED`: the backend has no UDP.
   * - no argument, lastError `Socket not found`: the id is not known.
   * - no argument, lastError `App does not have permission`: the manifest does not allow `udp.bind` there.
   * @example
   * const { socketId } = await chrome.sockets.udp.create()
   * chrome.sockets.udp.bind(socketId, '0.0.0.0', 5353, (result) => {
   *   if (result < 0) console.error(result, chrome.runtime.lastError?.message)
   * })
   */
  bind(socketId: number, address: string, port: number, callback: (result: number) => void): void

  /** `send` with a `dnsQueryType` of `any`. */
  send(
    socketId: number,
    data: ArrayBuffer | ArrayBufferView,
    address: string,
    port: number,
    callback: (sendInfo: UdpSendInfo) => void,
  ): void
  /**
   * Sends a datagram from a bound socket. The app never learns that the peer has no such port.
   *
   * The call copies `data`, so the app may change it afterwards.
   * @param socketId of a bound socket
   * @param data the datagram, 65,507 bytes at most
   * @param address a name, whose first address is used, or an IP literal
   * @param port 1 to 65535
   * @param dnsQueryType the family of addresses to use: `any`, the default, `ipv4` or `ipv6`
   * @param callback gets the length of `data`, or an error
   * @errors in `resultCode`, without `bytesSent`
   * - `-15 ERR_SOCKET_NOT_CONNECTED`: the socket is not bound.
   * - `-142 ERR_MSG_TOO_BIG`: the datagram is too long.
   * - `-109 ERR_ADDRESS_UNREACHABLE`: the address has the other family, or there is no route to it.
   * - `-105 ERR_NAME_NOT_RESOLVED`: the name has no address of the family, or is empty.
   * - `-10 ERR_ACCESS_DENIED`: it is a broadcast address, and `setBroadcast` has not allowed those.
   * - `-4 ERR_INVALID_ARGUMENT`: the port is out of range.
   * - no argument, lastError `Socket not found`: the id is not known, or the socket was closed while the name was
   *   resolved.
   * - no argument, lastError `App does not have permission`: the manifest does not allow `udp.send` to this host and
   *   port.
   * - no argument, lastError `Exceeded write quota.`: over 200 MiB are pending.
   * @example
   * const { socketId } = await chrome.sockets.udp.create()
   * chrome.sockets.udp.bind(socketId, '0.0.0.0', 0, () => {
   *   chrome.sockets.udp.send(socketId, new Uint8Array([1]), 'localhost', 7000, 'ipv4', ({ resultCode }) => {
   *     console.log(resultCode)
   *   })
   * })
   */
  send(
    socketId: number,
    data: ArrayBuffer | ArrayBufferView,
    address: string,
    port: number,
    dnsQueryType: DnsQueryType | Omitted,
    callback: (sendInfo: UdpSendInfo) => void,
  ): void

  /**
   * Allows datagrams to broadcast addresses, or forbids them.
   * @param socketId of a bound socket
   * @param enabled whether broadcast addresses are allowed; a new socket has false
   * @param callback gets 0 or an error
   * @errors
   * - `-15 ERR_SOCKET_NOT_CONNECTED`: the socket is not bound.
   * - `-2 ERR_FAILED`: the system refused.
   * - `-11 ERR_NOT_IMPLEMENTED`: the backend cannot broadcast.
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.sockets.udp.create()
   * chrome.sockets.udp.bind(socketId, '0.0.0.0', 0, () => {
   *   chrome.sockets.udp.setBroadcast(socketId, true, () => {
   *     chrome.sockets.udp.send(socketId, new Uint8Array([1]), '255.255.255.255', 9, () => {})
   *   })
   * })
   */
  setBroadcast(socketId: number, enabled: boolean, callback: (result: number) => void): void
}
