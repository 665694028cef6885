/**
 * The signatures of `chrome.sockets.tcpServer` that create, pause and close a socket. The other namespaces of
 * `chrome.sockets` have functions of the same names, with other effects. Source: Chromium
 * extensions/common/api/sockets_tcp_server.idl; the errors are those of the recordings in packages/conformance/traces
 */
import type { Omitted } from '../../omitted.ts'
import type { PausableSignatures } from '../pausable-signatures.ts'
import type { ServerProperties } from '../properties.ts'
import type { TcpServerCreateInfo, TcpServerSocketInfo } from './infos.ts'

/** The functions for any socket of `chrome.sockets.tcpServer`. */
export interface TcpServerSocketSignatures extends PausableSignatures<TcpServerSocketInfo, ServerProperties> {
  /** `create` without properties. */
  create(callback: (createInfo: TcpServerCreateInfo) => void): void
  /**
   * Creates a socket, which is not paused. The app should close it after use.
   * @param properties `name`, `persistent`; may be left out, null or undefined
   * @param callback gets the new id
   * @throws Error: `createChrome` got no backend, and none is registered.
   * @errors Cannot fail otherwise.
   * @example
   * const { socketId } = await chrome.sockets.tcpServer.create({ name: 'web' })
   * console.log(socketId)
   */
  create(properties: ServerProperties | Omitted, callback: (createInfo: TcpServerCreateInfo) => void): void
  /** `create` for a promise. */
  create(properties?: ServerProperties | Omitted): Promise<TcpServerCreateInfo>

  /**
   * Pauses or resumes accepting. A paused socket still accepts one connection. Others wait, as many as `backlog`.
   * @param socketId of any socket of `chrome.sockets.tcpServer`
   * @param paused true to pause, false to resume
   * @param callback gets nothing
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.sockets.tcpServer.create()
   * chrome.sockets.tcpServer.listen(socketId, '127.0.0.1', 7000, async () => {
   *   await chrome.sockets.tcpServer.setPaused(socketId, true)
   * })
   */
  setPaused(socketId: number, paused: boolean, callback: () => void): void
  /** `setPaused` for a promise. */
  setPaused(socketId: number, paused: boolean): Promise<void>

  /**
   * Stops listening, as `disconnect` does, and removes the socket.
   * @param socketId of any socket of `chrome.sockets.tcpServer`
   * @param callback gets nothing
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known. Without a callback and without a `catch`, this is
   *   an unhandled rejection.
   * @example
   * const { socketId } = await chrome.sockets.tcpServer.create()
   * await chrome.sockets.tcpServer.close(socketId)
   */
  close(socketId: number, callback: () => void): void
  /** `close` for a promise. */
  close(socketId: number): Promise<void>
}
