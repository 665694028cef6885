/**
 * The values that the functions of `chrome.socket` take and give.
 * Source: Chromium extensions/common/api/socket.idl
 */

/** The kinds of sockets. */
export type SocketType = 'tcp' | 'udp'

/** Has no members. */
export type CreateOptions = Readonly<Record<string, never>>

/** The result of `create`. */
export interface CreateInfo {
  /** Counts up from 1, over created and accepted sockets. */
  socketId: number
}

/** The result of `accept`. */
export interface AcceptInfo {
  /** 0, or a net error. */
  resultCode: number
  /** The accepted connection; only when `resultCode` is 0. */
  socketId?: number
}

/** The result of `read`. */
export interface ReadInfo {
  /** The number of bytes read; 0 at the end of a TCP connection; or a net error. */
  resultCode: number
  /** Belongs to the app: nothing else holds it. Empty unless `resultCode` > 0. */
  data: ArrayBuffer
}

/** The result of `write` and `sendTo`. */
export interface WriteInfo {
  /** All that was given, or a net error. */
  bytesWritten: number
}

/** The result of `recvFrom`. */
export interface RecvFromInfo {
  /** The number of bytes in the datagram, which may be 0, or a net error. */
  resultCode: number
  /** Belongs to the app: nothing else holds it. */
  data: ArrayBuffer
  /** The sender's IP literal; empty on an error. */
  address: string
  /** The sender's port; 0 on an error. */
  port: number
}

/** The result of `getInfo`. */
export interface SocketInfo {
  /** `tcp` for a secured socket, too. */
  socketType: SocketType
  /** For TCP, true until a read or a write has found that the peer is gone. For UDP, whether a peer was set by connect. */
  connected: boolean
  /** The peer, while connected: an IP literal and a port. */
  peerAddress?: string
  /** 0 to 65535. */
  peerPort?: number
  /** The own end, while bound, listening or connected; not known of an accepted connection. */
  localAddress?: string
  /** 0 to 65535. */
  localPort?: number
}
