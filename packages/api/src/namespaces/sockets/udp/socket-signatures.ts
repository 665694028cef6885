/**
 * The signatures of `chrome.sockets.udp` that create, pause and close a socket. The other namespaces of
 * `chrome.sockets` have functions of the same names, with other effects. Source: Chromium
 * extensions/common/api/sockets_udp.idl; the errors are those of the recordings in packages/conformance/traces
 */
import type { Omitted } from '../../omitted.ts'
import type { PausableSignatures } from '../pausable-signatures.ts'
import type { ReceiverProperties } from '../properties.ts'
import type { UdpCreateInfo, UdpSocketInfo } from './infos.ts'

/** The functions for any socket of `chrome.sockets.udp`. */
export interface UdpSocketSignatures extends PausableSignatures<UdpSocketInfo, ReceiverProperties> {
  /** `create` without properties. */
  create(callback: (createInfo: UdpCreateInfo) => void): void
  /**
   * Creates a socket, which is not paused. The app should close it after use.
   * @param properties `bufferSize`, `name`, `persistent`; may be left out, null or undefined
   * @param callback gets the new id
   * @throws Error: `createChrome` got no backend, and none is registered.
   * @errors Cannot fail otherwise.
   * @example
   * const { socketId } = await chrome.sockets.udp.create({ bufferSize: 65507 })
   * console.log(socketId)
   */
  create(properties: ReceiverProperties | Omitted, callback: (createInfo: UdpCreateInfo) => void): void
  /** `create` for a promise. */
  create(properties?: ReceiverProperties | Omitted): Promise<UdpCreateInfo>

  /**
   * Pauses or resumes receiving. The receive that is pending when a socket is paused still brings one datagram. Others
   * wait in the system, which keeps some and drops the rest.
   * @param socketId of any socket of `chrome.sockets.udp`
   * @param paused true to pause, false to resume
   * @param callback gets nothing; the events that resuming allows come after it
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * chrome.sockets.udp.onReceiveError.addListener(({ socketId }) => {
   *   void chrome.sockets.udp.setPaused(socketId, false)
   * })
   */
  setPaused(socketId: number, paused: boolean, callback: () => void): void
  /** `setPaused` for a promise. */
  setPaused(socketId: number, paused: boolean): Promise<void>

  /**
   * Closes and removes the socket, which also leaves its groups. It raises no event. The callback of a send that is
   * under way never comes.
   * @param socketId of any socket of `chrome.sockets.udp`
   * @param callback gets nothing
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known. Without a callback and without a `catch`, this is
   *   an unhandled rejection.
   * @example
   * const { socketId } = await chrome.sockets.udp.create()
   * await chrome.sockets.udp.close(socketId)
   */
  close(socketId: number, callback: () => void): void
  /** `close` for a promise. */
  close(socketId: number): Promise<void>
}
