/**
 * The signatures that the three namespaces of `chrome.sockets` share. Their functions are in `pausable-functions.ts`.
 * Source: Chromium extensions/common/api/sockets_tcp.idl and its siblings; the errors are those of the recordings in
 * packages/conformance/traces
 */

/** The functions that get and set the properties of a socket. `Info` is the result of `getInfo`. */
export interface PausableSignatures<Info, Properties> {
  /**
   * Sets properties. Properties that are left out do not change. A new `bufferSize` applies from the next read or
   * receive on.
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
   * Returns the state and the properties of a socket.
   * @param socketId of any socket of this namespace
   * @param callback gets the state and the properties that are set
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
   * Lists the open sockets of this namespace, in no particular order. In `chrome.sockets.tcp` the list includes
   * accepted connections.
   * @param callback gets the result of `getInfo` for each socket
   * @errors Cannot fail.
   * @example
   * const { tcp } = chrome.sockets
   * for (const { socketId } of await tcp.getSockets()) await tcp.close(socketId)
   */
  getSockets(callback: (socketInfos: Info[]) => void): void
  /** `getSockets` for a promise. */
  getSockets(): Promise<Info[]>
}
