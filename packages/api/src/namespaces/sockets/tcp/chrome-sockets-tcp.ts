/**
 * `chrome.sockets.tcp` as an app sees it: names, values and signatures.
 * Source: Chromium extensions/common/api/sockets_tcp.idl
 *
 * A callback gets a result that is ≥ 0 or a net error (`NetError`). Every failure also sets `chrome.runtime.lastError`. For an
 * unknown id the callback gets no argument, and lastError says `Socket not found`. Every function throws a TypeError for
 * arguments that do not fit. A function whose callback may be left out then returns a promise.
 */
import type { ChromeEvent } from '../../../bindings/event.ts'
import type { SecureOptions } from '../../../sockets/tls/secure-options.ts'
import type { DnsQueryType } from '../dns-query-type.ts'
import type { ReceiverProperties } from '../properties.ts'

/** What an optional argument may be, besides left out. */
type Omitted = null | undefined

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
  socketId: number
  persistent: boolean
  name?: string
  /** In bytes; only where the app has set it. */
  bufferSize?: number
  paused: boolean
  connected: boolean
  /** The own end, while connected; not known of an accepted connection. */
  localAddress?: string
  localPort?: number
  /** The peer, while connected: an IP literal and a port. */
  peerAddress?: string
  peerPort?: number
}

/** What `onReceive` tells. */
export interface TcpReceiveInfo {
  socketId: number
  /** 1 to `bufferSize` bytes. All listeners get the same buffer, which is the app's. */
  data: ArrayBuffer
}

/** What `onReceiveError` tells. */
export interface TcpReceiveErrorInfo {
  socketId: number
  /** ERR_CONNECTION_CLOSED (-100) for every end of the connection. */
  resultCode: number
}

/**
 * `chrome.sockets.tcp`.
 *
 * @example
 * chrome.sockets.tcp.onReceive.addListener(({ socketId, data }) => console.log(socketId, data.byteLength))
 * chrome.sockets.tcp.create({}, ({ socketId }) => {
 *   chrome.sockets.tcp.connect(socketId, '127.0.0.1', 7, (result) => {
 *     if (result < 0) return console.error(chrome.runtime.lastError.message)
 *     chrome.sockets.tcp.send(socketId, new Uint8Array([1, 2, 3]), () => {})
 *   })
 * })
 */
export interface ChromeSocketsTcp {
  readonly DnsQueryType: { readonly ANY: 'any'; readonly IPV4: 'ipv4'; readonly IPV6: 'ipv6' }

  /** Bytes have come on a socket that is not paused. Without a listener they are lost. */
  readonly onReceive: ChromeEvent<TcpReceiveInfo>
  /** A connection has ended, after all its bytes. The socket is unconnected then, and paused. */
  readonly onReceiveError: ChromeEvent<TcpReceiveErrorInfo>

  /** Creates a socket, which is not paused. Each should be closed after use. */
  create(callback: (createInfo: TcpCreateInfo) => void): void
  create(properties: ReceiverProperties | Omitted, callback: (createInfo: TcpCreateInfo) => void): void
  create(properties?: ReceiverProperties | Omitted): Promise<TcpCreateInfo>

  /** Sets properties. Those that are not given stay as they are. */
  update(socketId: number, properties: ReceiverProperties, callback: () => void): void
  update(socketId: number, properties: ReceiverProperties): Promise<void>

  /**
   * Pauses or resumes receiving. The read that is outstanding when a socket is paused still brings one event. A socket that is
   * paused before it connects receives nothing, and knows of no end.
   */
  setPaused(socketId: number, paused: boolean, callback: () => void): void
  setPaused(socketId: number, paused: boolean): Promise<void>

  /**
   * Turns SO_KEEPALIVE on or off.
   * @param delay in seconds, 0 to 32767: the idle time before the first probe; 0 by default
   * @param callback gets 0, or ERR_FAILED (-2) for a socket that is not connected, and for another delay
   */
  setKeepAlive(socketId: number, enable: boolean, callback: (result: number) => void): void
  setKeepAlive(socketId: number, enable: boolean, delay: number | Omitted, callback: (result: number) => void): void

  /**
   * Turns TCP_NODELAY on or off. It is on from the start.
   * @param callback gets 0, or ERR_FAILED (-2) for a socket that is not connected
   */
  setNoDelay(socketId: number, noDelay: boolean, callback: (result: number) => void): void

  /**
   * Connects, and begins to receive unless the socket is paused.
   * @param peerAddress a name, whose addresses are tried in order, or an IP literal
   * @param peerPort 0 to 65535
   * @param dnsQueryType which addresses are tried: `any` by default
   * @param callback gets 0 or a net error: ERR_CONNECTION_REFUSED (-102), ERR_NAME_NOT_RESOLVED (-105), ERR_SOCKET_IS_CONNECTED
   * (-23), ERR_INVALID_ARGUMENT (-4) for a wrong port, …
   */
  connect(socketId: number, peerAddress: string, peerPort: number, callback: (result: number) => void): void
  connect(
    socketId: number,
    peerAddress: string,
    peerPort: number,
    dnsQueryType: DnsQueryType | Omitted,
    callback: (result: number) => void,
  ): void

  /** Ends the connection. A socket that was receiving then hears onReceiveError with -100, and is paused. */
  disconnect(socketId: number, callback: () => void): void
  disconnect(socketId: number): Promise<void>

  /**
   * Starts TLS as a client, for the name that was given to connect. Nothing may be receiving: pause the socket before it
   * connects, or let the peer's answer come after `setPaused(true)`, as with STARTTLS. The socket stays paused or not.
   * @param callback gets 0 or a net error: of a certificate (-200 to -213), of the protocol (-107, -113, …), or ERR_FAILED (-2) on a
   * socket that is receiving or was accepted. After an error the socket is gone, but for ERR_INVALID_ARGUMENT (-4) on one that is not
   * connected, or secured already
   */
  secure(socketId: number, callback: (result: number) => void): void
  secure(socketId: number, options: SecureOptions | Omitted, callback: (result: number) => void): void

  /**
   * Sends bytes. Sends are queued and answered in order.
   * @param data copied at the call: the app may change it at once
   * @param callback gets ERR_SOCKET_NOT_CONNECTED (-15) without a connection; it gets nothing, and lastError says
   * `Exceeded write quota.`, when over 200 MiB are pending
   */
  send(socketId: number, data: ArrayBuffer | ArrayBufferView, callback: (sendInfo: TcpSendInfo) => void): void

  /** Disconnects and forgets the socket. Bytes whose `send` was answered still reach the peer. */
  close(socketId: number, callback: () => void): void
  close(socketId: number): Promise<void>

  getInfo(socketId: number, callback: (socketInfo: TcpSocketInfo) => void): void
  getInfo(socketId: number): Promise<TcpSocketInfo>

  /** Lists the open sockets of `chrome.sockets.tcp`, in no order. */
  getSockets(callback: (socketInfos: TcpSocketInfo[]) => void): void
  getSockets(): Promise<TcpSocketInfo[]>
}
