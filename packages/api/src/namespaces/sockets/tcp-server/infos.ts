/**
 * The results of the functions of `chrome.sockets.tcpServer`, and the infos of its events.
 * Source: Chromium extensions/common/api/sockets_tcp_server.idl
 */

/** The result of `create`. */
export interface TcpServerCreateInfo {
  /** The new id. Ids count up from 1, over the sockets of `chrome.sockets.tcpServer`. */
  socketId: number
}

/** The result of `getInfo`, and an element of that of `getSockets`. */
export interface TcpServerSocketInfo {
  /** The id from `create`. */
  socketId: number
  /** The value that the app has set, or false. */
  persistent: boolean
  /** The name that the app has set. Absent if it is empty. */
  name?: string
  /** Whether the socket is paused, so that it accepts no connections. */
  paused: boolean
  /** The address at which the socket listens. Absent if it does not listen. */
  localAddress?: string
  /** 1 to 65535. */
  localPort?: number
}

/** The info that `onAccept` gives its listeners. */
export interface TcpServerAcceptInfo {
  /** The listening socket. */
  socketId: number
  /** The connection, a paused socket of `chrome.sockets.tcp`. It stays open if the server is closed. */
  clientSocketId: number
}

/** The info that `onAcceptError` gives its listeners. */
export interface TcpServerAcceptErrorInfo {
  /** The listening socket. */
  socketId: number
  /** A net error. */
  resultCode: number
}
