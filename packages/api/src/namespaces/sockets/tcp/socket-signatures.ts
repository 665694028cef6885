/**
 * The signatures of `chrome.sockets.tcp` that make, set and tell: those that its sister namespaces have, too.
 * Source: Chromium extensions/common/api/sockets_tcp.idl; the errors are those of the recordings in packages/conformance/traces
 */
import type { Omitted } from '../../omitted.ts'
import type { ReceiverProperties } from '../properties.ts'
import type { TcpCreateInfo, TcpSocketInfo } from './infos.ts'

/** The functions for any socket of `chrome.sockets.tcp`. */
export interface TcpSocketSignatures {
  /** `create` without properties. */
  create(callback: (createInfo: TcpCreateInfo) => void): void
  /**
   * Creates a socket, which is not paused. Each should be closed after use.
   * @param properties `bufferSize` in bytes, 1 to 65536, the most that one event brings, 4096 by default; `name`; `persistent`; may be left out, null or undefined
   * @param callback gets the new id
   * @throws Error: no backend is given to `createChrome`, and none is registered.
   * @errors Cannot fail otherwise.
   * @example
   * const { socketId } = await chrome.sockets.tcp.create({ name: 'mail', bufferSize: 65536 })
   * console.log(socketId)
   */
  create(properties: ReceiverProperties | Omitted, callback: (createInfo: TcpCreateInfo) => void): void
  /** `create` for a promise. */
  create(properties?: ReceiverProperties | Omitted): Promise<TcpCreateInfo>

  /**
   * Sets properties. Those that are not given stay as they are.
   * @param socketId of any socket of `chrome.sockets.tcp`
   * @param properties `bufferSize` in bytes, 1 to 65536, the most that one event brings, 4096 by default; `name`; `persistent`. `bufferSize` counts from the next read on
   * @param callback gets nothing
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.sockets.tcp.create()
   * await chrome.sockets.tcp.update(socketId, { bufferSize: 65536 })
   */
  update(socketId: number, properties: ReceiverProperties, callback: () => void): void
  /** `update` for a promise. */
  update(socketId: number, properties: ReceiverProperties): Promise<void>

  /**
   * Pauses or resumes receiving. The read that is outstanding when a socket is paused still brings one event. A socket that is
   * paused before it connects receives nothing, loses nothing, and knows of no end.
   * @param socketId of any socket of `chrome.sockets.tcp`
   * @param paused true to pause, false to resume; a socket that is so already stays as it is
   * @param callback gets nothing; what resuming lets through comes after it
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * chrome.sockets.tcpServer.onAccept.addListener(({ clientSocketId }) => {
   *   void chrome.sockets.tcp.setPaused(clientSocketId, false)
   * })
   */
  setPaused(socketId: number, paused: boolean, callback: () => void): void
  /** `setPaused` for a promise. */
  setPaused(socketId: number, paused: boolean): Promise<void>

  /**
   * Disconnects and forgets the socket. Bytes whose `send` was answered still reach the peer. A socket that was receiving then
   * hears onReceiveError with -100. A connect or a send that is under way is not answered any more.
   * @param socketId of any socket of `chrome.sockets.tcp`
   * @param callback gets nothing
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known. Without a callback nor a `catch` that is an unhandled rejection.
   * @example
   * const { socketId } = await chrome.sockets.tcp.create()
   * await chrome.sockets.tcp.close(socketId)
   */
  close(socketId: number, callback: () => void): void
  /** `close` for a promise. */
  close(socketId: number): Promise<void>

  /**
   * Tells the state and the properties of a socket.
   * @param socketId of any socket of `chrome.sockets.tcp`
   * @param callback gets them; those that are not set are left out
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.sockets.tcp.create()
   * const { connected, paused, peerAddress } = await chrome.sockets.tcp.getInfo(socketId)
   * console.log(connected, paused, peerAddress)
   */
  getInfo(socketId: number, callback: (socketInfo: TcpSocketInfo) => void): void
  /** `getInfo` for a promise. */
  getInfo(socketId: number): Promise<TcpSocketInfo>

  /**
   * Lists the open sockets of `chrome.sockets.tcp`, with those that were accepted, in no order.
   * @param callback gets for each what `getInfo` tells
   * @errors Cannot fail.
   * @example
   * const sockets = await chrome.sockets.tcp.getSockets()
   * for (const { socketId } of sockets) await chrome.sockets.tcp.close(socketId)
   */
  getSockets(callback: (socketInfos: TcpSocketInfo[]) => void): void
  /** `getSockets` for a promise. */
  getSockets(): Promise<TcpSocketInfo[]>
}
