/**
 * The signatures of `chrome.sockets.tcp` that create, pause and close a socket. The other namespaces of
 * `chrome.sockets` have functions of the same names, with other effects. Source: Chromium
 * extensions/common/api/sockets_tcp.idl; the errors are those of the recordings in packages/conformance/traces
 */
import type { Omitted } from '../../omitted.ts'
import type { PausableSignatures } from '../pausable-signatures.ts'
import type { ReceiverProperties } from '../properties.ts'
import type { TcpCreateInfo, TcpSocketInfo } from './infos.ts'

/** The functions for any socket of `chrome.sockets.tcp`. */
export interface TcpSocketSignatures extends PausableSignatures<TcpSocketInfo, ReceiverProperties> {
  /** `create` without properties. */
  create(callback: (createInfo: TcpCreateInfo) => void): void
  /**
   * Creates a socket, which is not paused. The app should close it after use.
   * @param properties `bufferSize`, `name`, `persistent`; may be left out, null or undefined
   * @param callback gets the new id
   * @throws Error: `createChrome` got no backend, and none is registered.
   * @errors Cannot fail otherwise.
   * @example
   * const { socketId } = await chrome.sockets.tcp.create({ name: 'mail', bufferSize: 65536 })
   * console.log(socketId)
   */
  create(properties: ReceiverProperties | Omitted, callback: (createInfo: TcpCreateInfo) => void): void
  /** `create` for a promise. */
  create(properties?: ReceiverProperties | Omitted): Promise<TcpCreateInfo>

  /**
   * Pauses or resumes receiving. The read that is pending when a socket is paused still brings one event. A socket that
   * is paused before it connects receives nothing, loses nothing, and does not notice the end.
   * @param socketId of any socket of `chrome.sockets.tcp`
   * @param paused true to pause, false to resume
   * @param callback gets nothing; the events that resuming allows come after it
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
   * Disconnects and removes the socket. Bytes whose `send` was answered still reach the peer. If the socket was
   * receiving, it raises onReceiveError with -100. The callback of a connect or a send that is under way never comes.
   * @param socketId of any socket of `chrome.sockets.tcp`
   * @param callback gets nothing
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known. Without a callback and without a `catch`, this is
   *   an unhandled rejection.
   * @example
   * const { socketId } = await chrome.sockets.tcp.create()
   * await chrome.sockets.tcp.close(socketId)
   */
  close(socketId: number, callback: () => void): void
  /** `close` for a promise. */
  close(socketId: number): Promise<void>
}
