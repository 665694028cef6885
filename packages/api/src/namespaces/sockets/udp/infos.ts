/**
 * The results of the functions of `chrome.sockets.udp`, and the infos of its events.
 * Source: Chromium extensions/common/api/sockets_udp.idl
 */

/** The result of `create`. */
export interface UdpCreateInfo {
  /** The new id. Ids count up from 1, over the sockets of `chrome.sockets.udp`. */
  socketId: number
}

/** The result of `send`. */
export interface UdpSendInfo {
  /** 0 or a net error. */
  resultCode: number
  /** The length of the datagram. Present only if `resultCode` is 0. */
  bytesSent?: number
}

/** The result of `getInfo`, and an element of that of `getSockets`. */
export interface UdpSocketInfo {
  /** The id from `create`. */
  socketId: number
  /** The value that the app has set, or false. */
  persistent: boolean
  /** The name that the app has set. Absent if it is empty. */
  name?: string
  /** The buffer size in bytes. Absent if the app has not set it. */
  bufferSize?: number
  /** Whether the socket is paused, so that it receives nothing. True after each onReceiveError. */
  paused: boolean
  /** The local address, once bound. */
  localAddress?: string
  /** 1 to 65535. */
  localPort?: number
}

/** The info that `onReceive` gives its listeners. */
export interface UdpReceiveInfo {
  /** The socket that received the datagram. */
  socketId: number
  /** The datagram, which may be empty. All listeners get the same buffer, which belongs to the app. */
  data: ArrayBuffer
  /** The sender: an IP literal and a port. */
  remoteAddress: string
  /** 1 to 65535. */
  remotePort: number
}

/** The info that `onReceiveError` gives its listeners. */
export interface UdpReceiveErrorInfo {
  /** The socket, which is paused then. */
  socketId: number
  /** A net error: ERR_MSG_TOO_BIG (-142) for a datagram longer than `bufferSize`, which is lost. */
  resultCode: number
}
