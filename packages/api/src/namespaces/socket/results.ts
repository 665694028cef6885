/**
 * The arguments and results of the functions of `chrome.socket`. Source: Chromium extensions/common/api/socket.idl
 */

/** The kinds of sockets. */
export type SocketType = 'tcp' | 'udp'

/** The options of `create`, which have no members. */
export type CreateOptions = Readonly<Record<string, never>>

/** The result of `create`. */
export interface CreateInfo {
  /** The new id. Ids count up from 1, over created and accepted sockets. */
  socketId: number
}

/** The result of `accept`. */
export interface AcceptInfo {
  /** 0 or a net error. */
  resultCode: number
  /** The accepted connection. Present only if `resultCode` is 0. */
  socketId?: number
}

/** The result of `read`. */
export interface ReadInfo {
  /** The number of bytes, 0 at the end of a TCP connection, or a net error. */
  resultCode: number
  /** The bytes, in a buffer that belongs to the app. Empty unless `resultCode` > 0. */
  data: ArrayBuffer
}

/** The result of `write` and `sendTo`. */
export interface WriteInfo {
  /** The length of the data, or a net error. */
  bytesWritten: number
}

/** The result of `recvFrom`. */
export interface RecvFromInfo {
  /** The number of bytes in the datagram, which may be 0 or a net error. */
  resultCode: number
  /** The datagram, in a buffer that belongs to the app. */
  data: ArrayBuffer
  /** The sender's IP literal. Empty after an error. */
  address: string
  /** The sender's port. 0 after an error. */
  port: number
}

/** The result of `getInfo`. */
export interface SocketInfo {
  /** The kind of the socket. A secured socket is `tcp`. */
  socketType: SocketType
  /**
   * Whether a TCP socket is connected, as far as a read or a write has noticed, or whether `connect` has set the peer
   * of a UDP socket.
   */
  connected: boolean
  /** The peer's IP literal, while connected. */
  peerAddress?: string
  /** 0 to 65535. */
  peerPort?: number
  /** The local address, while bound, listening or connected. Absent for an accepted connection. */
  localAddress?: string
  /** 0 to 65535. */
  localPort?: number
}
