/**
 * `chrome.sockets.tcp` as an app sees it: names, values and signatures.
 * Source: Chromium extensions/common/api/sockets_tcp.idl
 */
import type { ChromeEvent } from '../../../bindings/event.ts'
import type { TcpConnectionSignatures } from './connection-signatures.ts'
import type { TcpReceiveErrorInfo, TcpReceiveInfo } from './infos.ts'
import type { TcpSocketSignatures } from './socket-signatures.ts'

export type { TcpCreateInfo, TcpReceiveErrorInfo, TcpReceiveInfo, TcpSendInfo, TcpSocketInfo } from './infos.ts'

/**
 * `chrome.sockets.tcp`.
 *
 * A callback gets a result that is ≥ 0 or a net error (`NetError`), and every failure sets `chrome.runtime.lastError`:
 * its text is `net::` and the error's name, as in `net::ERR_FAILED`, unless a function's list of errors gives another.
 * A callback is never called within the call that it answers.
 *
 * Each function also throws, at the call: a TypeError for arguments that do not fit its signature, and the Error
 * `Extension context invalidated.` after `chrome.close()`. A function whose callback may be left out then returns a
 * promise, which is rejected with `Error(text)` if the callback would find that text in lastError.
 *
 * @example
 * chrome.sockets.tcp.onReceive.addListener(({ socketId, data }) => console.log(socketId, data.byteLength))
 * chrome.sockets.tcp.create({}, ({ socketId }) => {
 *   chrome.sockets.tcp.connect(socketId, '127.0.0.1', 7, (result) => {
 *     if (result < 0) return console.error(chrome.runtime.lastError?.message)
 *     chrome.sockets.tcp.send(socketId, new Uint8Array([1, 2, 3]), () => {})
 *   })
 * })
 */
export interface ChromeSocketsTcp extends TcpSocketSignatures, TcpConnectionSignatures {
  /** The families of addresses that `connect` may try. */
  readonly DnsQueryType: { readonly ANY: 'any'; readonly IPV4: 'ipv4'; readonly IPV6: 'ipv6' }

  /**
   * A socket that is not paused has received bytes, at most its `bufferSize`. Without a listener they are lost. `data`
   * is a new buffer for each event, which all its listeners share and may keep.
   * @errors Cannot fail. The end of a connection is an onReceiveError.
   * @example
   * chrome.sockets.tcp.onReceive.addListener(({ socketId, data }) => {
   *   console.log(socketId, new TextDecoder().decode(data))
   * })
   */
  readonly onReceive: ChromeEvent<TcpReceiveInfo>

  /**
   * A connection that was receiving has ended, after all its bytes. The socket is then disconnected and paused. Call
   * `setPaused(socketId, false)` before it connects again.
   * @errors in `resultCode`; lastError is not set
   * - `-100 ERR_CONNECTION_CLOSED`: the peer closed or reset the connection, or the app disconnected, closed or failed
   *   to secure it.
   * - `-15 ERR_SOCKET_NOT_CONNECTED`: the socket was resumed during a TLS handshake.
   * @example
   * chrome.sockets.tcp.onReceiveError.addListener(({ socketId, resultCode }) => {
   *   if (resultCode === -100) void chrome.sockets.tcp.close(socketId)
   * })
   */
  readonly onReceiveError: ChromeEvent<TcpReceiveErrorInfo>
}
