/**
 * The results of the functions of `chrome.sockets.tcp`, and the infos of its events.
 * Source: Chromium extensions/common/api/sockets_tcp.idl
 */

/** The result of `create`. */
export interface TcpCreateInfo {
  /** The new id. Ids count up from 1, over created and accepted sockets of `chrome.sockets.tcp`. */
  socketId: number
}

/** The result of `send`. */
export interface TcpSendInfo {
  /** 0 or a net error. */
  resultCode: number
  /** The length of the data. Present only if `resultCode` is 0. */
  bytesSent?: number
}

/** The result of `getInfo`, and an element of that of `getSockets`. */
export interface TcpSocketInfo {
  /** The id from `create` or `onAccept`. */
  socketId: number
  /** The value that the app has set, or false. */
  persistent: boolean
  /** The name that the app has set. Absent if it is empty. */
  name?: string
  /** The buffer size in bytes. Absent if the app has not set it. */
  bufferSize?: number
  /**
   * Whether the socket is paused, so that it receives nothing. True after each end of a connection that was receiving.
   */
  paused: boolean
  /** Whether the socket is connected. A paused socket does not notice the end of its connection. */
  connected: boolean
  /** The local address, while connected. Absent for an accepted connection. */
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
  /** The socket that received the bytes. */
  socketId: number
  /** 1 to `bufferSize` bytes. All listeners get the same buffer, which belongs to the app. */
  data: ArrayBuffer
}

/** The info that `onReceiveError` gives its listeners. */
export interface TcpReceiveErrorInfo {
  /** The socket whose connection has ended. After `close` it no longer exists. */
  socketId: number
  /** ERR_CONNECTION_CLOSED (-100) for every end of the connection. */
  resultCode: number
}
