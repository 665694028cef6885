/**
 * `chrome.sockets.tcpServer` as an app sees it: names, values and signatures.
 * Source: Chromium extensions/common/api/sockets_tcp_server.idl
 *
 * Results, lastError, promises and TypeErrors are as in `chrome.sockets.tcp`.
 */
import type { ChromeEvent } from '../../../bindings/event.ts'
import type { ServerProperties } from '../properties.ts'

/** What an optional argument may be, besides left out. */
type Omitted = null | undefined

/** The result of `create`. */
export interface TcpServerCreateInfo {
  /** Counts up from 1, over the sockets of `chrome.sockets.tcpServer`. */
  socketId: number
}

/** The result of `getInfo`, and an element of that of `getSockets`. */
export interface TcpServerSocketInfo {
  socketId: number
  persistent: boolean
  name?: string
  paused: boolean
  /** Where it listens, while it does. */
  localAddress?: string
  localPort?: number
}

/** What `onAccept` tells. */
export interface TcpServerAcceptInfo {
  /** The listening socket. */
  socketId: number
  /** The connection: a socket of `chrome.sockets.tcp`, which is paused. It lives on when the server is closed. */
  clientSocketId: number
}

/** What `onAcceptError` tells. */
export interface TcpServerAcceptErrorInfo {
  socketId: number
  /** A net error. */
  resultCode: number
}

/**
 * `chrome.sockets.tcpServer`.
 *
 * @example
 * const { tcp, tcpServer } = chrome.sockets
 * tcpServer.onAccept.addListener(({ clientSocketId }) => tcp.setPaused(clientSocketId, false))
 * tcp.onReceive.addListener(({ socketId, data }) => tcp.send(socketId, data, () => {}))
 * tcpServer.create({}, ({ socketId }) => {
 *   tcpServer.listen(socketId, '127.0.0.1', 7000, (result) => console.log(result))
 * })
 */
export interface ChromeSocketsTcpServer {
  /** A connection was accepted. Without a listener it is lost to the app, and stays open. */
  readonly onAccept: ChromeEvent<TcpServerAcceptInfo>
  /** Accepting failed. The socket is paused then. */
  readonly onAcceptError: ChromeEvent<TcpServerAcceptErrorInfo>

  /** Creates a socket, which is not paused. Each should be closed after use. */
  create(callback: (createInfo: TcpServerCreateInfo) => void): void
  create(properties: ServerProperties | Omitted, callback: (createInfo: TcpServerCreateInfo) => void): void
  create(properties?: ServerProperties | Omitted): Promise<TcpServerCreateInfo>

  /** Sets properties. Those that are not given stay as they are. */
  update(socketId: number, properties: ServerProperties, callback: () => void): void
  update(socketId: number, properties: ServerProperties): Promise<void>

  /** Pauses or resumes accepting. A paused socket still accepts one connection; the others wait, as many as `backlog`. */
  setPaused(socketId: number, paused: boolean, callback: () => void): void
  setPaused(socketId: number, paused: boolean): Promise<void>

  /**
   * Listens, and accepts at once unless the socket is paused.
   * @param address an IP literal of this host, or `0.0.0.0` or `::` for all
   * @param port 0 to 65535; with 0 the system chooses, and `getInfo` tells
   * @param backlog how many connections may wait to be accepted; 4096 by default
   * @param callback gets 0 or a net error: ERR_INVALID_ARGUMENT (-4) for a name, a wrong port, or a backlog of 0, ERR_ADDRESS_IN_USE
   * (-147), ERR_ADDRESS_INVALID (-108) for an address of another host, …
   */
  listen(socketId: number, address: string, port: number, callback: (result: number) => void): void
  listen(
    socketId: number,
    address: string,
    port: number,
    backlog: number | Omitted,
    callback: (result: number) => void,
  ): void

  /** Stops listening. Connections that wait to be accepted are closed, and accepted ones live on. */
  disconnect(socketId: number, callback: () => void): void
  disconnect(socketId: number): Promise<void>

  /** Disconnects and forgets the socket. */
  close(socketId: number, callback: () => void): void
  close(socketId: number): Promise<void>

  getInfo(socketId: number, callback: (socketInfo: TcpServerSocketInfo) => void): void
  getInfo(socketId: number): Promise<TcpServerSocketInfo>

  /** Lists the open sockets of `chrome.sockets.tcpServer`, in no order. */
  getSockets(callback: (socketInfos: TcpServerSocketInfo[]) => void): void
  getSockets(): Promise<TcpServerSocketInfo[]>
}
