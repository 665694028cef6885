/**
 * The results of the functions of `chrome.sockets.tcp`, and the infos of its events.
 * Source: Chromium extensions/common/api/sockets_tcp.idl
 */

/** The result of `create`. */
export interface TcpCreateInfo {
  /** Counts up from 1, over created and accepted sockets of `chrome.sockets.tcp`. */
  socketId: number
}

/** The result of `send`. */
export interface TcpSendInfo {
  /** 0, or a net error. */
  resultCode: number
  /** All that was given; only when `resultCode` is 0. */
  bytesSent?: number
}

/** The result of `getInfo`, and an element of that of `getSockets`. */
export interface TcpSocketInfo {
  /** As `create` or onAccept gave it. */
  socketId: number
  /** As the app has set it; false unless set. */
  persistent: boolean
  /** As the app has set it; absent where it is empty. */
  name?: string
  /** In bytes; only where the app has set it. */
  bufferSize?: number
  /** Whether it receives nothing for now. True after each end of a connection that was receiving. */
  paused: boolean
  /** True until the end is known, which a paused socket does not look for. */
  connected: boolean
  /** The own end, while connected; not known of an accepted connection. */
  localAddress?: string
  /** 1 to 65535. */
  localPort?: number
  /** The peer, while connected: an IP literal and a port. */
  peerAddress?: string
  /** 1 to 65535. */
  peerPort?: number
}

/** The info that `onReceive` gives its listeners. */
export interface TcpReceiveInfo {
  /** Whose bytes they are. */
  socketId: number
  /** 1 to `bufferSize` bytes. All listeners get the same buffer, which is the app's. */
  data: ArrayBuffer
}

/** The info that `onReceiveError` gives its listeners. */
export interface TcpReceiveErrorInfo {
  /** Whose connection has ended. After `close` there is no such socket any more. */
  socketId: number
  /** ERR_CONNECTION_CLOSED (-100) for every end of the connection. */
  resultCode: number
}
