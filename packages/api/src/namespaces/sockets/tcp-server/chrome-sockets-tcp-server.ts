/**
 * `chrome.sockets.tcpServer` as an app sees it: names, values and signatures.
 * Source: Chromium extensions/common/api/sockets_tcp_server.idl
 */
import type { ChromeEvent } from '../../../bindings/event.ts'
import type { TcpServerAcceptErrorInfo, TcpServerAcceptInfo } from './infos.ts'
import type { TcpServerListenSignatures } from './listen-signatures.ts'
import type { TcpServerSocketSignatures } from './socket-signatures.ts'

export type {
  TcpServerAcceptErrorInfo,
  TcpServerAcceptInfo,
  TcpServerCreateInfo,
  TcpServerSocketInfo,
} from './infos.ts'

/**
 * `chrome.sockets.tcpServer`. Results, lastError, promises and exceptions are as in `chrome.sockets.tcp`.
 *
 * @example
 * const { tcp, tcpServer } = chrome.sockets
 * tcpServer.onAccept.addListener(({ clientSocketId }) => tcp.setPaused(clientSocketId, false))
 * tcp.onReceive.addListener(({ socketId, data }) => tcp.send(socketId, data, () => {}))
 * tcpServer.create({}, ({ socketId }) => {
 *   tcpServer.listen(socketId, '127.0.0.1', 7000, (result) => console.log(result))
 * })
 */
export interface ChromeSocketsTcpServer extends TcpServerSocketSignatures, TcpServerListenSignatures {
  /**
   * A connection was accepted. It is a paused socket of `chrome.sockets.tcp`. Without a listener the app does not learn
   * of it, and it stays open.
   * @errors Cannot fail. A failure is an onAcceptError.
   * @example
   * chrome.sockets.tcpServer.onAccept.addListener(({ clientSocketId }) => {
   *   void chrome.sockets.tcp.setPaused(clientSocketId, false)
   * })
   */
  readonly onAccept: ChromeEvent<TcpServerAcceptInfo>

  /**
   * Accepting failed. The event pauses the socket.
   * @errors in `resultCode`; lastError is not set
   * - a net error of the system, for example because it has no room for another connection.
   * @example
   * chrome.sockets.tcpServer.onAcceptError.addListener(({ socketId, resultCode }) => {
   *   console.error('accept', resultCode)
   *   void chrome.sockets.tcpServer.setPaused(socketId, false)
   * })
   */
  readonly onAcceptError: ChromeEvent<TcpServerAcceptErrorInfo>
}
