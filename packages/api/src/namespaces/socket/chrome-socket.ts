/**
 * `chrome.socket` as an app sees it: names, values and signatures.
 * Source: Chromium extensions/common/api/socket.idl
 *
 * Every result that is a number is ≥ 0 (OK, or a count of bytes) or a net error (`NetError`), and comes with
 * `chrome.runtime.lastError` where Chromium sets it. Every function throws a TypeError for arguments that do not fit.
 */

import type { SecureOptions } from '../../sockets/tls/secure-options.ts'
import type { NetworkInterface } from '../../backend/contract.ts'

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
  port: number
}

/** The result of `getInfo`. */
export interface SocketInfo {
  socketType: SocketType
  /** For TCP, true until a read or a write has found that the peer is gone. For UDP, whether a peer was set by connect. */
  connected: boolean
  /** The peer, while connected: an IP literal and a port. */
  peerAddress?: string
  peerPort?: number
  /** The own end, while bound, listening or connected; not known of an accepted connection. */
  localAddress?: string
  localPort?: number
}

/** What an optional argument may be, besides left out. */
type Omitted = null | undefined

/** `chrome.socket`. `socketId` is what `create` or `accept` gave. */
export interface ChromeSocket {
  readonly SocketType: { readonly TCP: 'tcp'; readonly UDP: 'udp' }

  /** Creates a socket, which connects to nothing yet. Each should be destroyed after use. */
  create(type: SocketType, callback: (createInfo: CreateInfo) => void): void
  create(type: SocketType, options: CreateOptions | Omitted, callback: (createInfo: CreateInfo) => void): void
  create(type: SocketType, options?: CreateOptions | Omitted): Promise<CreateInfo>

  /** Disconnects the socket and forgets its id. An id that is not known does no harm. */
  destroy(socketId: number): void

  /**
   * Connects a TCP socket, or sets the peer of a UDP socket for `read` and `write`.
   * @param hostname a name or an IP literal; a TCP socket tries all its addresses, a UDP socket takes the first
   * @param port 0..65535
   * @param callback gets 0 or a net error: ERR_CONNECTION_REFUSED (-102), ERR_CONNECTION_FAILED (-104) on a socket that
   * listens or is connecting, ERR_NAME_NOT_RESOLVED (-105), ERR_SOCKET_IS_CONNECTED (-23), …
   */
  connect(socketId: number, hostname: string, port: number, callback: (result: number) => void): void

  /**
   * Binds a UDP socket, for `recvFrom` and `sendTo`.
   * @param address an IP literal of this host, or `0.0.0.0` or `::` for all
   * @param port 0..65535; with 0 the system chooses, and `getInfo` tells
   * @param callback gets 0 or a net error: ERR_INVALID_ARGUMENT (-4) for a name, ERR_ADDRESS_IN_USE (-147),
   * ERR_CONNECTION_FAILED (-104) when bound or connected already, …
   */
  bind(socketId: number, address: string, port: number, callback: (result: number) => void): void

  /** Closes the connection, or stops listening. A pending read or recvFrom ends with ERR_CONNECTION_CLOSED (-100). */
  disconnect(socketId: number): void

  /**
   * Reads from a connected socket: what is there, waiting for at least one byte, or one datagram. One read may be pending.
   * @param bufferSize in bytes, the most that is read; 4096 by default
   * @param callback gets the data; or 0 at the end of the connection; or a net error: ERR_SOCKET_NOT_CONNECTED (-15),
   * ERR_IO_PENDING (-1) when a read is pending, ERR_MSG_TOO_BIG (-142) for a longer datagram, …
   */
  read(socketId: number, callback: (readInfo: ReadInfo) => void): void
  read(socketId: number, bufferSize: number | Omitted, callback: (readInfo: ReadInfo) => void): void

  /**
   * Writes to a connected socket. Writes are queued and answered in order.
   * @param data copied at the call: the app may change it at once
   * @param callback gets the length of `data`, or a net error: ERR_SOCKET_NOT_CONNECTED (-15), …; it gets nothing, and
   * lastError says `Exceeded write quota.`, when over 200 MiB are pending
   */
  write(socketId: number, data: ArrayBuffer | ArrayBufferView, callback: (writeInfo: WriteInfo) => void): void

  /**
   * Receives a datagram on a bound UDP socket. One recvFrom may be pending.
   * @param bufferSize in bytes, the longest datagram that fits; 4096 by default
   * @param callback gets the datagram and its sender, or a net error, as for `read`
   */
  recvFrom(socketId: number, callback: (recvFromInfo: RecvFromInfo) => void): void
  recvFrom(socketId: number, bufferSize: number | Omitted, callback: (recvFromInfo: RecvFromInfo) => void): void

  /**
   * Sends a datagram from a bound UDP socket.
   * @param data copied at the call
   * @param address a name or an IP literal
   * @param port 0..65535
   * @param callback gets the length of `data`, or a net error: ERR_MSG_TOO_BIG (-142), ERR_ADDRESS_UNREACHABLE (-109), …
   */
  sendTo(
    socketId: number,
    data: ArrayBuffer | ArrayBufferView,
    address: string,
    port: number,
    callback: (writeInfo: WriteInfo) => void,
  ): void

  /**
   * Makes a TCP socket listen, for `accept`; it cannot connect any more.
   * @param address an IP literal of this host, or `0.0.0.0` or `::` for all
   * @param port 0..65535; with 0 the system chooses, and `getInfo` tells
   * @param backlog how many connections the system keeps waiting; 5 by default
   * @param callback gets 0 or a net error: ERR_ADDRESS_IN_USE (-147), ERR_INVALID_ARGUMENT (-4) for a name, …
   */
  listen(socketId: number, address: string, port: number, callback: (result: number) => void): void
  listen(
    socketId: number,
    address: string,
    port: number,
    backlog: number | Omitted,
    callback: (result: number) => void,
  ): void

  /** Takes the next connection to a listening socket. One accept may be pending; a second gets ERR_FAILED (-2). */
  accept(socketId: number, callback: (acceptInfo: AcceptInfo) => void): void

  /**
   * Turns keep-alive probes of a TCP connection on or off.
   * @param delay in seconds, from the last packet to the first probe; 0, the default, leaves it as it is
   * @param callback gets whether it was done
   */
  setKeepAlive(socketId: number, enable: boolean, callback: (result: boolean) => void): void
  setKeepAlive(socketId: number, enable: boolean, delay: number | Omitted, callback: (result: boolean) => void): void

  /** Sets or clears TCP_NODELAY of a TCP connection; it is set from the start. The callback gets whether it was done. */
  setNoDelay(socketId: number, noDelay: boolean, callback: (result: boolean) => void): void

  /** Tells the state of a socket. For an id that is not known the callback gets nothing, and the promise is rejected. */
  getInfo(socketId: number, callback: (result: SocketInfo) => void): void
  getInfo(socketId: number): Promise<SocketInfo>

  /** Lists the addresses of this host, without its loopback ones. */
  getNetworkList(callback: (result: NetworkInterface[]) => void): void
  getNetworkList(): Promise<NetworkInterface[]>

  /**
   * Joins a bound UDP socket to a multicast group.
   * @param address the group's IP literal
   * @param callback gets 0 or a net error: ERR_ADDRESS_INVALID (-108) for no literal, another family's, or a group joined
   * already; ERR_INVALID_ARGUMENT (-4) for no multicast address; ERR_UNEXPECTED (-9) on a socket that is not bound
   */
  joinGroup(socketId: number, address: string, callback: (result: number) => void): void

  /** Leaves a multicast group, as disconnecting does. The callback gets 0, or ERR_ADDRESS_INVALID (-108) for one not joined. */
  leaveGroup(socketId: number, address: string, callback: (result: number) => void): void

  /**
   * Sets the time-to-live of multicast datagrams, 1 by default. Only before bind or connect.
   * @param ttl 0..255
   * @param callback gets 0, ERR_INVALID_ARGUMENT (-4), or ERR_SOCKET_IS_CONNECTED (-23) when it is too late
   */
  setMulticastTimeToLive(socketId: number, ttl: number, callback: (result: number) => void): void

  /** Sets whether this host receives its own multicast datagrams; it does by default. Only before bind or connect. */
  setMulticastLoopbackMode(socketId: number, enabled: boolean, callback: (result: number) => void): void

  /** Lists the groups that a UDP socket has joined, as IP literals. */
  getJoinedGroups(socketId: number, callback: (groups: string[]) => void): void

  /**
   * Starts TLS on a connected TCP socket, as a client, for the host name that was given to connect.
   * @param callback gets 0 or a net error, of a certificate (-200 to -213) or of the protocol (-107, -113, …);
   * after an error the socket is gone
   */
  secure(socketId: number, callback: (result: number) => void): void
  secure(socketId: number, options: SecureOptions | Omitted, callback: (result: number) => void): void
}
