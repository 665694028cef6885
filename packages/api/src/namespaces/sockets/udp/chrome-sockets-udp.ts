/**
 * `chrome.sockets.udp` as an app sees it: names, values and signatures.
 * Source: Chromium extensions/common/api/sockets_udp.idl
 *
 * Results, lastError, promises and TypeErrors are as in `chrome.sockets.tcp`.
 */
import type { ChromeEvent } from '../../../bindings/event.ts'
import type { ReceiverProperties } from '../properties.ts'
import type { DnsQueryType } from '../dns-query-type.ts'

/** What an optional argument may be, besides left out. */
type Omitted = null | undefined

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
  socketId: number
  persistent: boolean
  name?: string
  /** In bytes; only where the app has set it. */
  bufferSize?: number
  paused: boolean
  /** The own end, once bound. */
  localAddress?: string
  localPort?: number
}

/** What `onReceive` tells. */
export interface UdpReceiveInfo {
  socketId: number
  /** One datagram, which may be empty. All listeners get the same buffer, which is the app's. */
  data: ArrayBuffer
  /** The sender: an IP literal and a port. */
  remoteAddress: string
  remotePort: number
}

/** What `onReceiveError` tells. */
export interface UdpReceiveErrorInfo {
  socketId: number
  /** A net error: ERR_MSG_TOO_BIG (-142) for a datagram longer than `bufferSize`, which is lost. */
  resultCode: number
}

/**
 * `chrome.sockets.udp`.
 *
 * @example
 * const { udp } = chrome.sockets
 * udp.onReceive.addListener(({ data, remoteAddress, remotePort }) => console.log(remoteAddress, remotePort, data.byteLength))
 * udp.create({}, ({ socketId }) => {
 *   udp.bind(socketId, '0.0.0.0', 0, (result) => {
 *     if (result < 0) return console.error(chrome.runtime.lastError.message)
 *     udp.send(socketId, new Uint8Array([1, 2, 3]), '127.0.0.1', 7, () => {})
 *   })
 * })
 */
export interface ChromeSocketsUdp {
  readonly DnsQueryType: { readonly ANY: 'any'; readonly IPV4: 'ipv4'; readonly IPV6: 'ipv6' }

  /** A datagram has come on a socket that is not paused. Without a listener it is lost. */
  readonly onReceive: ChromeEvent<UdpReceiveInfo>
  /** Receiving failed. The socket is paused then; `setPaused(socketId, false)` goes on with the next datagram. */
  readonly onReceiveError: ChromeEvent<UdpReceiveErrorInfo>

  /** Creates a socket, which is not paused. Each should be closed after use. */
  create(callback: (createInfo: UdpCreateInfo) => void): void
  create(properties: ReceiverProperties | Omitted, callback: (createInfo: UdpCreateInfo) => void): void
  create(properties?: ReceiverProperties | Omitted): Promise<UdpCreateInfo>

  /** Sets properties. Those that are not given stay as they are. */
  update(socketId: number, properties: ReceiverProperties, callback: () => void): void
  update(socketId: number, properties: ReceiverProperties): Promise<void>

  /** Pauses or resumes receiving. A receive that is outstanding when a socket is paused still brings one datagram. */
  setPaused(socketId: number, paused: boolean, callback: () => void): void
  setPaused(socketId: number, paused: boolean): Promise<void>

  /**
   * Binds the socket, and begins to receive unless it is paused.
   * @param address an IP literal of this host, or `0.0.0.0` or `::` for all
   * @param port 0 to 65535; with 0 the system chooses, and `getInfo` tells
   * @param callback gets 0 or a net error: ERR_INVALID_ARGUMENT (-4) for a name or a wrong port, ERR_ADDRESS_IN_USE (-147),
   * ERR_ADDRESS_INVALID (-108) for an address of another host, ERR_CONNECTION_FAILED (-104) when bound already, …
   */
  bind(socketId: number, address: string, port: number, callback: (result: number) => void): void

  /**
   * Sends a datagram from a bound socket.
   * @param data copied at the call: the app may change it at once; 65,507 bytes at most
   * @param address a name, of which the first address counts, or an IP literal
   * @param port 1 to 65535
   * @param dnsQueryType which addresses count: `any` by default
   * @param callback gets ERR_SOCKET_NOT_CONNECTED (-15) before bind, ERR_MSG_TOO_BIG (-142), ERR_ADDRESS_UNREACHABLE (-109) for the other
   * family, ERR_ACCESS_DENIED (-10) for a broadcast address before `setBroadcast`, …
   */
  send(
    socketId: number,
    data: ArrayBuffer | ArrayBufferView,
    address: string,
    port: number,
    callback: (sendInfo: UdpSendInfo) => void,
  ): void
  send(
    socketId: number,
    data: ArrayBuffer | ArrayBufferView,
    address: string,
    port: number,
    dnsQueryType: DnsQueryType | Omitted,
    callback: (sendInfo: UdpSendInfo) => void,
  ): void

  /** Closes and forgets the socket, which also leaves its groups. */
  close(socketId: number, callback: () => void): void
  close(socketId: number): Promise<void>

  getInfo(socketId: number, callback: (socketInfo: UdpSocketInfo) => void): void
  getInfo(socketId: number): Promise<UdpSocketInfo>

  /** Lists the open sockets of `chrome.sockets.udp`, in no order. */
  getSockets(callback: (socketInfos: UdpSocketInfo[]) => void): void
  getSockets(): Promise<UdpSocketInfo[]>

  /**
   * Joins a bound socket to a multicast group.
   * @param address the group's IP literal
   * @param callback gets 0 or a net error: ERR_ADDRESS_INVALID (-108) for no literal, another family's, or a group joined already;
   * ERR_INVALID_ARGUMENT (-4) for no multicast address; ERR_UNEXPECTED (-9) on a socket that is not bound
   */
  joinGroup(socketId: number, address: string, callback: (result: number) => void): void

  /** Leaves a multicast group. The callback gets 0, or ERR_ADDRESS_INVALID (-108) for one not joined. */
  leaveGroup(socketId: number, address: string, callback: (result: number) => void): void

  /**
   * Sets the time-to-live of multicast datagrams, 1 by default. Only before bind.
   * @param ttl 0 to 255
   * @param callback gets 0, ERR_INVALID_ARGUMENT (-4), or ERR_SOCKET_IS_CONNECTED (-23) when it is too late
   */
  setMulticastTimeToLive(socketId: number, ttl: number, callback: (result: number) => void): void

  /** Sets whether this host receives its own multicast datagrams; it does by default. Only before bind. */
  setMulticastLoopbackMode(socketId: number, enabled: boolean, callback: (result: number) => void): void

  /** Lists the groups that the socket has joined, as IP literals. */
  getJoinedGroups(socketId: number, callback: (groups: string[]) => void): void
  getJoinedGroups(socketId: number): Promise<string[]>

  /** Allows datagrams to broadcast addresses, or forbids them. The callback gets 0, or ERR_SOCKET_NOT_CONNECTED (-15) before bind. */
  setBroadcast(socketId: number, enabled: boolean, callback: (result: number) => void): void
}
