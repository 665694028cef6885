/**
 * The signatures of `chrome.sockets.udp` that make, set and tell: those that its sister namespaces have, too.
 * Source: Chromium extensions/common/api/sockets_udp.idl; the errors are those of the recordings in packages/conformance/traces
 */
import type { Omitted } from '../../omitted.ts'
import type { ReceiverProperties } from '../properties.ts'
import type { UdpCreateInfo, UdpSocketInfo } from './infos.ts'

/** The functions for any socket of `chrome.sockets.udp`. */
export interface UdpSocketSignatures {
  /** `create` without properties. */
  create(callback: (createInfo: UdpCreateInfo) => void): void
  /**
   * Creates a socket, which is not paused. Each should be closed after use.
   * @param properties `bufferSize` in bytes, 1 to 65536, the longest datagram that fits, 4096 by default; `name`; `persistent`; may be left out, null or undefined
   * @param callback gets the new id
   * @throws Error: no backend is given to `createChrome`, and none is registered.
   * @errors Cannot fail otherwise.
   * @example
   * const { socketId } = await chrome.sockets.udp.create({ bufferSize: 65507 })
   * console.log(socketId)
   */
  create(properties: ReceiverProperties | Omitted, callback: (createInfo: UdpCreateInfo) => void): void
  /** `create` for a promise. */
  create(properties?: ReceiverProperties | Omitted): Promise<UdpCreateInfo>

  /**
   * Sets properties. Those that are not given stay as they are.
   * @param socketId of any socket of `chrome.sockets.udp`
   * @param properties `bufferSize` in bytes, 1 to 65536, the longest datagram that fits, 4096 by default; `name`; `persistent`. `bufferSize` counts from the next receive on: the one that is outstanding keeps the old size
   * @param callback gets nothing
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.sockets.udp.create()
   * await chrome.sockets.udp.update(socketId, { name: 'mdns', bufferSize: 65507 })
   */
  update(socketId: number, properties: ReceiverProperties, callback: () => void): void
  /** `update` for a promise. */
  update(socketId: number, properties: ReceiverProperties): Promise<void>

  /**
   * Pauses or resumes receiving. A receive that is outstanding when a socket is paused still brings one datagram; the others wait
   * in the system, which keeps some and loses the rest.
   * @param socketId of any socket of `chrome.sockets.udp`
   * @param paused true to pause, false to resume; a socket that is so already stays as it is
   * @param callback gets nothing; what resuming lets through comes after it
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
   * Closes and forgets the socket, which also leaves its groups. No event tells of it. A send that is under way is not answered any
   * more.
   * @param socketId of any socket of `chrome.sockets.udp`
   * @param callback gets nothing
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known. Without a callback nor a `catch` that is an unhandled rejection.
   * @example
   * const { socketId } = await chrome.sockets.udp.create()
   * await chrome.sockets.udp.close(socketId)
   */
  close(socketId: number, callback: () => void): void
  /** `close` for a promise. */
  close(socketId: number): Promise<void>

  /**
   * Tells the state and the properties of a socket.
   * @param socketId of any socket of `chrome.sockets.udp`
   * @param callback gets them; those that are not set are left out
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.sockets.udp.create()
   * const { localAddress, localPort, paused } = await chrome.sockets.udp.getInfo(socketId)
   * console.log(localAddress, localPort, paused)
   */
  getInfo(socketId: number, callback: (socketInfo: UdpSocketInfo) => void): void
  /** `getInfo` for a promise. */
  getInfo(socketId: number): Promise<UdpSocketInfo>

  /**
   * Lists the open sockets of `chrome.sockets.udp`, in no order.
   * @param callback gets for each what `getInfo` tells
   * @errors Cannot fail.
   * @example
   * const sockets = await chrome.sockets.udp.getSockets()
   * for (const { socketId } of sockets) await chrome.sockets.udp.close(socketId)
   */
  getSockets(callback: (socketInfos: UdpSocketInfo[]) => void): void
  /** `getSockets` for a promise. */
  getSockets(): Promise<UdpSocketInfo[]>
}
