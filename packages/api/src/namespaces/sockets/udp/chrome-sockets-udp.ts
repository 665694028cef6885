/**
 * `chrome.sockets.udp` as an app sees it: names, values and signatures.
 * Source: Chromium extensions/common/api/sockets_udp.idl
 */
import type { ChromeEvent } from '../../../bindings/event.ts'
import type { UdpDatagramSignatures } from './datagram-signatures.ts'
import type { UdpReceiveErrorInfo, UdpReceiveInfo } from './infos.ts'
import type { UdpMulticastSignatures } from './multicast-signatures.ts'
import type { UdpSocketSignatures } from './socket-signatures.ts'

export type { UdpCreateInfo, UdpReceiveErrorInfo, UdpReceiveInfo, UdpSendInfo, UdpSocketInfo } from './infos.ts'

/**
 * `chrome.sockets.udp`. Results, lastError, promises and exceptions are as in `chrome.sockets.tcp`.
 *
 * @example
 * const { udp } = chrome.sockets
 * udp.onReceive.addListener(({ data, remoteAddress, remotePort }) => console.log(remoteAddress, remotePort, data.byteLength))
 * udp.create({}, ({ socketId }) => {
 *   udp.bind(socketId, '0.0.0.0', 0, (result) => {
 *     if (result < 0) return console.error(chrome.runtime.lastError?.message)
 *     udp.send(socketId, new Uint8Array([1, 2, 3]), '127.0.0.1', 7, () => {})
 *   })
 * })
 */
export interface ChromeSocketsUdp extends UdpSocketSignatures, UdpDatagramSignatures, UdpMulticastSignatures {
  /** The families of addresses that `send` may use. */
  readonly DnsQueryType: { readonly ANY: 'any'; readonly IPV4: 'ipv4'; readonly IPV6: 'ipv6' }

  /**
   * A socket that is not paused has received a datagram. Without a listener it is lost. `data` is a new buffer for each
   * event, which all its listeners share and may keep.
   * @errors Cannot fail. A failure is an onReceiveError.
   * @example
   * chrome.sockets.udp.onReceive.addListener(({ socketId, data, remoteAddress, remotePort }) => {
   *   chrome.sockets.udp.send(socketId, data, remoteAddress, remotePort, () => {})
   * })
   */
  readonly onReceive: ChromeEvent<UdpReceiveInfo>

  /**
   * Receiving failed. The event pauses the socket; `setPaused(socketId, false)` continues with the next datagram.
   * @errors in `resultCode`; lastError is not set
   * - `-142 ERR_MSG_TOO_BIG`: a datagram was longer than `bufferSize`, and is lost.
   * - another net error: the system could not receive.
   * @example
   * chrome.sockets.udp.onReceiveError.addListener(({ socketId, resultCode }) => {
   *   if (resultCode === -142) void chrome.sockets.udp.setPaused(socketId, false)
   * })
   */
  readonly onReceiveError: ChromeEvent<UdpReceiveErrorInfo>
}
