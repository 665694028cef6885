/**
 * The results of the functions of `chrome.sockets.tcpServer`, and the infos of its events.
 * Source: Chromium extensions/common/api/sockets_tcp_server.idl
 */

/** The result of `create`. */
export interface TcpServerCreateInfo {
  /** Counts up from 1, over the sockets of `chrome.sockets.tcpServer`. */
  socketId: number
}

/** The result of `getInfo`, and an element of that of `getSockets`. */
export interface TcpServerSocketInfo {
  /** As `create` gave it. */
  socketId: number
  /** As the app has set it; false unless set. */
  persistent: boolean
  /** As the app has set it; absent where it is empty. */
  name?: string
  /** Whether it accepts nothing for now. */
  paused: boolean
  /** Where it listens, while it does. */
  localAddress?: string
  /** 1 to 65535. */
  localPort?: number
}

/** The info that `onAccept` gives its listeners. */
export interface TcpServerAcceptInfo {
  /** The listening socket. */
  socketId: number
  /** The connection: a socket of `chrome.sockets.tcp`, which is paused. It lives on when the server is closed. */
  clientSocketId: number
}

/** The info that `onAcceptError` gives its listeners. */
export interface TcpServerAcceptErrorInfo {
  /** The listening socket. */
  socketId: number
  /** A net error. */
  resultCode: number
}
