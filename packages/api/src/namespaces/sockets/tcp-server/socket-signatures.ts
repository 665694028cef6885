/**
 * The signatures of `chrome.sockets.tcpServer` that make, set and tell: those that its sister namespaces have, too.
 * Source: Chromium extensions/common/api/sockets_tcp_server.idl; the errors are those of the recordings in packages/conformance/traces
 */
import type { Omitted } from '../../omitted.ts'
import type { ServerProperties } from '../properties.ts'
import type { TcpServerCreateInfo, TcpServerSocketInfo } from './infos.ts'

/** The functions for any socket of `chrome.sockets.tcpServer`. */
export interface TcpServerSocketSignatures {
  /** `create` without properties. */
  create(callback: (createInfo: TcpServerCreateInfo) => void): void
  /**
   * Creates a socket, which is not paused. Each should be closed after use.
   * @param properties `name`; `persistent`; may be left out, null or undefined
   * @param callback gets the new id
   * @throws Error: no backend is given to `createChrome`, and none is registered.
   * @errors Cannot fail otherwise.
   * @example
   * const { socketId } = await chrome.sockets.tcpServer.create({ name: 'web' })
   * console.log(socketId)
   */
  create(properties: ServerProperties | Omitted, callback: (createInfo: TcpServerCreateInfo) => void): void
  /** `create` for a promise. */
  create(properties?: ServerProperties | Omitted): Promise<TcpServerCreateInfo>

  /**
   * Sets properties. Those that are not given stay as they are.
   * @param socketId of any socket of `chrome.sockets.tcpServer`
   * @param properties `name`; `persistent`
   * @param callback gets nothing
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.sockets.tcpServer.create()
   * await chrome.sockets.tcpServer.update(socketId, { name: 'web' })
   */
  update(socketId: number, properties: ServerProperties, callback: () => void): void
  /** `update` for a promise. */
  update(socketId: number, properties: ServerProperties): Promise<void>

  /**
   * Pauses or resumes accepting. A paused socket still accepts one connection; the others wait, as many as `backlog`.
   * @param socketId of any socket of `chrome.sockets.tcpServer`
   * @param paused true to pause, false to resume; a socket that is so already stays as it is
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
   * Stops listening, as `disconnect` does, and forgets the socket.
   * @param socketId of any socket of `chrome.sockets.tcpServer`
   * @param callback gets nothing
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known. Without a callback nor a `catch` that is an unhandled rejection.
   * @example
   * const { socketId } = await chrome.sockets.tcpServer.create()
   * await chrome.sockets.tcpServer.close(socketId)
   */
  close(socketId: number, callback: () => void): void
  /** `close` for a promise. */
  close(socketId: number): Promise<void>

  /**
   * Tells the state and the properties of a socket.
   * @param socketId of any socket of `chrome.sockets.tcpServer`
   * @param callback gets them; those that are not set are left out
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.sockets.tcpServer.create()
   * const { localAddress, localPort, paused } = await chrome.sockets.tcpServer.getInfo(socketId)
   * console.log(localAddress, localPort, paused)
   */
  getInfo(socketId: number, callback: (socketInfo: TcpServerSocketInfo) => void): void
  /** `getInfo` for a promise. */
  getInfo(socketId: number): Promise<TcpServerSocketInfo>

  /**
   * Lists the open sockets of `chrome.sockets.tcpServer`, in no order.
   * @param callback gets for each what `getInfo` tells
   * @errors Cannot fail.
   * @example
   * const sockets = await chrome.sockets.tcpServer.getSockets()
   * for (const { socketId } of sockets) await chrome.sockets.tcpServer.close(socketId)
   */
  getSockets(callback: (socketInfos: TcpServerSocketInfo[]) => void): void
  /** `getSockets` for a promise. */
  getSockets(): Promise<TcpServerSocketInfo[]>
}
