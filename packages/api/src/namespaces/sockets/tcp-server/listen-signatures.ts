/**
 * The signatures of `chrome.sockets.tcpServer` that begin and end listening.
 * Source: Chromium extensions/common/api/sockets_tcp_server.idl; the errors are those of the recordings in
 * packages/conformance/traces
 */
import type { Omitted } from '../../omitted.ts'

/** The functions that begin and end listening. */
export interface TcpServerListenSignatures {
  /** `listen` with a `backlog` of 4096. */
  listen(socketId: number, address: string, port: number, callback: (result: number) => void): void
  /**
   * Listens, and accepts at once unless the socket is paused. A socket that already listens leaves its old address. The
   * callback never comes if the socket is disconnected or closed meanwhile.
   * @param socketId of any socket of `chrome.sockets.tcpServer`
   * @param address an IP literal of this host, or `0.0.0.0` or `::` for all
   * @param port 0 to 65535. With 0 the system chooses a port, which `getInfo` returns
   * @param backlog the number of connections that may wait to be accepted, not 0. The default is 4096
   * @param callback gets 0 or an error
   * @errors
   * - `-147 ERR_ADDRESS_IN_USE`: another socket has the port.
   * - `-108 ERR_ADDRESS_INVALID`: the address is not one of this host.
   * - `-10 ERR_ACCESS_DENIED`: the system reserves the port.
   * - `-4 ERR_INVALID_ARGUMENT`: the address is a name, the port is another, or `backlog` is 0.
   * - `-11 ERR_NOT_IMPLEMENTED`: the backend only connects.
   * - no argument, lastError `Socket not found`: the id is not known.
   * - no argument, lastError `Does not have permission`: the manifest does not allow `tcpServer.listen` there.
   * @example
   * const { socketId } = await chrome.sockets.tcpServer.create()
   * chrome.sockets.tcpServer.listen(socketId, '127.0.0.1', 0, 128, async (result) => {
   *   if (result < 0) return console.error(chrome.runtime.lastError?.message)
   *   const { localPort } = await chrome.sockets.tcpServer.getInfo(socketId)
   *   console.log('listens on', localPort)
   * })
   */
  listen(
    socketId: number,
    address: string,
    port: number,
    backlog: number | Omitted,
    callback: (result: number) => void,
  ): void

  /**
   * Stops listening; the socket can listen again. Connections that wait to be accepted are closed, and accepted ones
   * live on. The callback of a listen that is under way never comes.
   * @param socketId of any socket of `chrome.sockets.tcpServer`, listening or not
   * @param callback gets nothing
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.sockets.tcpServer.create()
   * chrome.sockets.tcpServer.listen(socketId, '127.0.0.1', 7000, async () => {
   *   await chrome.sockets.tcpServer.disconnect(socketId)
   * })
   */
  disconnect(socketId: number, callback: () => void): void
  /** `disconnect` for a promise. */
  disconnect(socketId: number): Promise<void>
}
