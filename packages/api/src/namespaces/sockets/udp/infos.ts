/**
 * The results of the functions of `chrome.sockets.udp`, and the infos of its events.
 * Source: Chromium extensions/common/api/sockets_udp.idl
 */

/** The result of `create`. */
export interface UdpCreateInfo {
  /** Counts up from 1, over the sockets of `chrome.sockets.udp`. */
  socketId: number
}

/** The result of `send`. */
export interface UdpSendInfo {
  /** 0, or a net error. */
  resultCode: number
  /** The length of the datagram; only when `resultCode` is 0. */
  bytesSent?: number
}

/** The result of `getInfo`, and an element of that of `getSockets`. */
export interface UdpSocketInfo {
  /** As `create` gave it. */
  socketId: number
  /** As the app has set it; false unless set. */
  persistent: boolean
  /** As the app has set it; absent where it is empty. */
  name?: string
  /** In bytes; only where the app has set it. */
  bufferSize?: number
  /** Whether it receives nothing for now. True after each onReceiveError. */
  paused: boolean
  /** The own end, once bound. */
  localAddress?: string
  /** 1 to 65535. */
  localPort?: number
}

/** The info that `onReceive` gives its listeners. */
export interface UdpReceiveInfo {
  /** Which socket has received it. */
  socketId: number
  /** One datagram, which may be empty. All listeners get the same buffer, which is the app's. */
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
