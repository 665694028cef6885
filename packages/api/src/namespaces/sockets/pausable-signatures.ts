/**
 * The signatures that the three namespaces of `chrome.sockets` share. Their functions are in `pausable-functions.ts`.
 * Source: Chromium extensions/common/api/sockets_tcp.idl and its siblings; the errors are those of the recordings in
 * packages/conformance/traces
 */

/** The functions that set and tell the properties of a socket. `Info` is the result of `getInfo`. */
export interface PausableSignatures<Info, Properties> {
  /**
   * Sets properties. Those that are not given stay as they are. A new `bufferSize` counts from the next read or receive on.
   * @param socketId of any socket of this namespace
   * @param properties the properties to change
   * @param callback gets nothing
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { tcp } = chrome.sockets
   * const { socketId } = await tcp.create()
   * await tcp.update(socketId, { name: 'mail', bufferSize: 65536 })
   */
  update(socketId: number, properties: Properties, callback: () => void): void
  /** `update` for a promise. */
  update(socketId: number, properties: Properties): Promise<void>

  /**
   * Tells the state and the properties of a socket.
   * @param socketId of any socket of this namespace
   * @param callback gets them; those that are not set are left out
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { udp } = chrome.sockets
   * const { socketId } = await udp.create()
   * const { localAddress, localPort, paused } = await udp.getInfo(socketId)
   * console.log(localAddress, localPort, paused)
   */
  getInfo(socketId: number, callback: (socketInfo: Info) => void): void
  /** `getInfo` for a promise. */
  getInfo(socketId: number): Promise<Info>

  /**
   * Lists the open sockets of this namespace, in no order. Those of `chrome.sockets.tcp` include the accepted ones.
   * @param callback gets for each what `getInfo` tells
   * @errors Cannot fail.
   * @example
   * const { tcp } = chrome.sockets
   * for (const { socketId } of await tcp.getSockets()) await tcp.close(socketId)
   */
  getSockets(callback: (socketInfos: Info[]) => void): void
  /** `getSockets` for a promise. */
  getSockets(): Promise<Info[]>
}
