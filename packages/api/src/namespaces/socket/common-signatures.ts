/**
 * The signatures of `chrome.socket` that both kinds of socket have.
 * Source: Chromium extensions/common/api/socket.idl; the errors are those of the recordings in packages/conformance/traces
 */
import type { NetworkInterface } from '../../backend/contract.ts'
import type { Omitted } from '../omitted.ts'
import type { CreateInfo, CreateOptions, ReadInfo, SocketInfo, SocketType, WriteInfo } from './results.ts'

/** The functions for TCP and UDP sockets alike. */
export interface CommonSignatures {
  /** `create` without options. */
  create(type: SocketType, callback: (createInfo: CreateInfo) => void): void
  /**
   * Creates a socket. The app should destroy it after use.
   * @param type `tcp` or `udp`
   * @param options an object without members; may be left out, null or undefined
   * @param callback gets the new id
   * @throws Error: `createChrome` got no backend, and none is registered.
   * @errors Cannot fail otherwise.
   * @example
   * const { socketId } = await chrome.socket.create('tcp')
   * chrome.socket.connect(socketId, '127.0.0.1', 7, (result) => console.log(result))
   */
  create(type: SocketType, options: CreateOptions | Omitted, callback: (createInfo: CreateInfo) => void): void
  /** `create` for a promise. */
  create(type: SocketType, options?: CreateOptions | Omitted): Promise<CreateInfo>

  /**
   * Disconnects the socket and removes it. Pending calls end as for `disconnect`.
   * @param socketId the id of any socket; an unknown id has no effect
   * @errors Cannot fail.
   * @example
   * const { socketId } = await chrome.socket.create('udp')
   * chrome.socket.destroy(socketId)
   */
  destroy(socketId: number): void

  /**
   * Connects a TCP socket, or sets the peer of a UDP socket for `read` and `write`. The callback never comes if the
   * socket is disconnected or destroyed while the connection is being made.
   * @param socketId of a socket that `create` made
   * @param hostname a name or an IP literal; a TCP socket tries all its addresses in order, a UDP socket takes the
   * first
   * @param port 0 to 65535
   * @param callback gets 0 or an error
   * @errors
   * - `-102 ERR_CONNECTION_REFUSED`: no socket listens there, or the port is 0. (TCP)
   * - `-104 ERR_CONNECTION_FAILED`: the TCP socket listens, is connecting, or was secured; the UDP socket is bound or
   *   connected; or the system reported an error without a name of its own.
   * - `-105 ERR_NAME_NOT_RESOLVED`, lastError `DNS resolution failed`: the name has no address, or is empty.
   * - `-23 ERR_SOCKET_IS_CONNECTED`: the TCP socket is connected; or a bind or connect of the UDP socket was under way,
   *   and succeeded.
   * - `-109 ERR_ADDRESS_UNREACHABLE`: there is no route to the address.
   * - `-118 ERR_CONNECTION_TIMED_OUT`: the host did not answer within the system's timeout.
   * - `-138 ERR_NETWORK_ACCESS_DENIED`: the system does not allow it. (TCP)
   * - `-10 ERR_ACCESS_DENIED`: the address is a broadcast address. (UDP)
   * - `-11 ERR_NOT_IMPLEMENTED`: the backend has no UDP.
   * - `-1`, lastError `Socket not found`: the id is not known, or the socket was destroyed while the name was resolved.
   * - `-1`, lastError `App does not have permission`: the manifest allows no `tcp-connect`, or `udp-send-to`, to this
   *   host and port.
   * - no argument, lastError `Port must be a value between 0 and 65535.`: the port is out of range.
   * @example
   * const { socketId } = await chrome.socket.create('tcp')
   * chrome.socket.connect(socketId, 'localhost', 8080, (result) => {
   *   if (result < 0) console.error(result, chrome.runtime.lastError?.message)
   * })
   */
  connect(socketId: number, hostname: string, port: number, callback: (result: number) => void): void

  /**
   * Closes the connection, stops listening, or unbinds; the socket can be used again. A pending read of a TCP socket
   * and a pending recvFrom end with -100. The callbacks of a pending accept, of a pending read of a UDP socket, and of
   * writes in the queue never come.
   * @param socketId the id of any socket; an unknown id has no effect
   * @errors Cannot fail.
   * @example
   * const { socketId } = await chrome.socket.create('tcp')
   * chrome.socket.connect(socketId, '127.0.0.1', 7, () => chrome.socket.disconnect(socketId))
   */
  disconnect(socketId: number): void

  /** `read` with a `bufferSize` of 4096. */
  read(socketId: number, callback: (readInfo: ReadInfo) => void): void
  /**
   * Reads the available bytes, or one datagram, from a connected socket. If there is nothing to read, it waits. Only
   * one read may be pending.
   *
   * `data` is a new buffer, which belongs to the app.
   * @param socketId of a connected socket
   * @param bufferSize the largest number of bytes to read, or the longest datagram that fits; at least 1, or 0 for UDP.
   * The default is 4096
   * @param callback gets the number of bytes and the data; 0 at the end of a TCP connection, also at a reset; or an
   * error
   * @errors in `resultCode`, with empty `data`
   * - `-15 ERR_SOCKET_NOT_CONNECTED`: the connection has ended, the UDP socket is only bound, or a TLS handshake is
   *   under way.
   * - `-2 ERR_FAILED`: the TCP socket was never connected.
   * - `-1 ERR_IO_PENDING`: another read is pending, and stays so.
   * - `-4 ERR_INVALID_ARGUMENT`: `bufferSize` is too small.
   * - `-100 ERR_CONNECTION_CLOSED`: the TCP socket was disconnected or destroyed meanwhile. (A UDP read is not answered
   *   then.)
   * - `-102 ERR_CONNECTION_REFUSED`: no socket has the peer's port. (UDP)
   * - `-142 ERR_MSG_TOO_BIG`: the datagram was longer than `bufferSize`, and is lost. (UDP)
   * - `-1`, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.socket.create('tcp')
   * chrome.socket.connect(socketId, '127.0.0.1', 7, () => {
   *   chrome.socket.read(socketId, 65536, ({ resultCode, data }) => {
   *     if (resultCode > 0) console.log(new TextDecoder().decode(data))
   *   })
   * })
   */
  read(socketId: number, bufferSize: number | Omitted, callback: (readInfo: ReadInfo) => void): void

  /**
   * Writes to a connected socket. Writes are queued and answered in order, each in full. The callbacks of writes that
   * are in the queue when the socket is disconnected never come.
   *
   * The call copies `data`, so the app may change it afterwards.
   * @param socketId of a connected socket
   * @param data any number of bytes over TCP; one datagram over UDP, of 65,507 bytes at most
   * @param callback gets the length of `data`, or an error
   * @errors in `bytesWritten`
   * - `-15 ERR_SOCKET_NOT_CONNECTED`: the socket is not connected, or a TLS handshake is under way.
   * - `-2 ERR_FAILED`: the connection failed while this write was under way. The later ones get -15.
   * - `-102 ERR_CONNECTION_REFUSED`: no socket had the peer's port at an earlier write. (UDP)
   * - `-142 ERR_MSG_TOO_BIG`: the datagram is too long. (UDP)
   * - `-1`, lastError `Socket not found`: the id is not known.
   * - no argument, lastError `Exceeded write quota.`: over 200 MiB are pending.
   * @example
   * const { socketId } = await chrome.socket.create('tcp')
   * chrome.socket.connect(socketId, '127.0.0.1', 7, () => {
   *   chrome.socket.write(socketId, new TextEncoder().encode('hello'), ({ bytesWritten }) => console.log(bytesWritten))
   * })
   */
  write(socketId: number, data: ArrayBuffer | ArrayBufferView, callback: (writeInfo: WriteInfo) => void): void

  /**
   * Returns the state of a socket.
   * @param socketId of any socket
   * @param callback gets the kind of the socket, and its known addresses
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.socket.create('tcp')
   * const { socketType, connected } = await chrome.socket.getInfo(socketId)
   * console.log(socketType, connected)
   */
  getInfo(socketId: number, callback: (result: SocketInfo) => void): void
  /** `getInfo` for a promise. */
  getInfo(socketId: number): Promise<SocketInfo>

  /**
   * Lists the addresses of this host, without loopback addresses.
   * @param callback gets the interface, the IP literal and the prefix length in bits of each address
   * @errors
   * - no argument, lastError `Network lookup failed or unsupported`: the system has no list, or the backend cannot get
   *   it.
   * @example
   * const interfaces = await chrome.socket.getNetworkList()
   * for (const { name, address, prefixLength } of interfaces) console.log(name, `${address}/${prefixLength}`)
   */
  getNetworkList(callback: (result: NetworkInterface[]) => void): void
  /** `getNetworkList` for a promise. */
  getNetworkList(): Promise<NetworkInterface[]>
}
