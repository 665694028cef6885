/**
 * The signatures of `chrome.socket` that are for TCP sockets.
 * Source: Chromium extensions/common/api/socket.idl; the errors are those of the recordings in packages/conformance/traces
 */
import type { SecureOptions } from '../../sockets/tls/secure-options.ts'
import type { Omitted } from '../omitted.ts'
import type { AcceptInfo } from './results.ts'

/** The functions for TCP sockets. */
export interface TcpSignatures {
  /** `listen` with a `backlog` of 5. */
  listen(socketId: number, address: string, port: number, callback: (result: number) => void): void
  /**
   * Makes a TCP socket listen, for `accept`; it can no longer connect. A socket that already listens leaves its old
   * address. The callback never comes if the socket is disconnected or destroyed meanwhile.
   * @param socketId of a TCP socket that has not been connected
   * @param address an IP literal of this host, or `0.0.0.0` or `::` for all
   * @param port 0 to 65535. With 0 the system chooses a port, which `getInfo` returns
   * @param backlog the number of connections that may wait to be accepted, not 0. The default is 5
   * @param callback gets 0 or an error
   * @errors
   * - `-147 ERR_ADDRESS_IN_USE`, lastError `Could not listen on the specified port.`: another socket has the port.
   * - `-108 ERR_ADDRESS_INVALID`, with the same text: the address is not one of this host.
   * - `-10 ERR_ACCESS_DENIED`, with the same text: the system reserves the port.
   * - `-4 ERR_INVALID_ARGUMENT`, with the same text: `backlog` is 0.
   * - `-4 ERR_INVALID_ARGUMENT`, lastError `Unknown error.`: the address is a name.
   * - `-11 ERR_NOT_IMPLEMENTED`, lastError `Cannot call both connect and listen on the same socket.`: it has been
   *   connected.
   * - `-11 ERR_NOT_IMPLEMENTED`, lastError `Cannot listen on a socket that is already connected.`: it has been secured.
   * - `-11 ERR_NOT_IMPLEMENTED`, lastError `The NAME backend cannot listen.`: the backend only connects.
   * - `-2 ERR_FAILED`, lastError `Socket type does not support this API`: it is a UDP socket.
   * - `-1`, lastError `Socket not found`: the id is not known.
   * - `-1`, lastError `App does not have permission`: the manifest allows no `tcp-listen` there.
   * - no argument, lastError `Port must be a value between 0 and 65535.`: the port is out of range.
   * @example
   * const { socketId } = await chrome.socket.create('tcp')
   * chrome.socket.listen(socketId, '127.0.0.1', 0, 128, async (result) => {
   *   if (result < 0) return console.error(result, chrome.runtime.lastError?.message)
   *   const { localPort } = await chrome.socket.getInfo(socketId)
   *   console.log('listens on', localPort)
   * })
   */
  listen(
    socketId: number,
    address: string,
    port: number,
    backlog: number | Omitted,
    callback: (result: number) => void,
  ): void

  /**
   * Waits for a connection to a listening socket. Only one accept may be pending. The callback never comes if the
   * socket is disconnected or destroyed meanwhile.
   * @param socketId of a socket that listens, or is about to
   * @param callback gets the id of the connection, which the app should destroy after use; or an error
   * @errors in `resultCode`, without `socketId`
   * - `-2 ERR_FAILED`: the socket does not listen, is a UDP socket, or has an accept pending, which stays so.
   * - `-2 ERR_FAILED`, lastError `Socket not found`: the id is not known.
   * - another net error: the system could not accept.
   * @example
   * const { socketId: serverId } = await chrome.socket.create('tcp')
   * chrome.socket.listen(serverId, '127.0.0.1', 7000, () => {
   *   chrome.socket.accept(serverId, ({ resultCode, socketId }) => {
   *     if (resultCode === 0 && socketId !== undefined) chrome.socket.write(socketId, new ArrayBuffer(1), () => {})
   *   })
   * })
   */
  accept(socketId: number, callback: (acceptInfo: AcceptInfo) => void): void

  /** `setKeepAlive` with a `delay` of 0. */
  setKeepAlive(socketId: number, enable: boolean, callback: (result: boolean) => void): void
  /**
   * Turns keep-alive probes of a TCP connection on or off.
   * @param socketId of a connected TCP socket
   * @param enable whether the system probes an idle connection
   * @param delay the seconds from the last packet to the first probe, 0 to 32767. 0, the default, keeps the current
   * delay, which is 45 at first
   * @param callback gets whether the option was set
   * @errors
   * - `false`: the socket is not connected or is a UDP socket, `enable` is true and the delay is out of range, or the
   *   system refused.
   * - `false`, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.socket.create('tcp')
   * chrome.socket.connect(socketId, '127.0.0.1', 7, () => {
   *   chrome.socket.setKeepAlive(socketId, true, 60, (isSet) => console.log(isSet))
   * })
   */
  setKeepAlive(socketId: number, enable: boolean, delay: number | Omitted, callback: (result: boolean) => void): void

  /**
   * Sets or clears TCP_NODELAY of a TCP connection. A new connection has it set.
   * @param socketId of a connected TCP socket
   * @param noDelay whether small writes leave at once. Otherwise Nagle's algorithm gathers them
   * @param callback gets whether the option was set
   * @errors
   * - `false`: the socket is not connected or is a UDP socket, or the system refused.
   * - `false`, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.socket.create('tcp')
   * chrome.socket.connect(socketId, '127.0.0.1', 7, () => {
   *   chrome.socket.setNoDelay(socketId, false, (isSet) => console.log(isSet))
   * })
   */
  setNoDelay(socketId: number, noDelay: boolean, callback: (result: boolean) => void): void

  /** `secure` without options. */
  secure(socketId: number, callback: (result: number) => void): void
  /**
   * Starts TLS on a connected TCP socket, as a client, for the host name that was given to connect. Afterwards `read`
   * and `write` carry what is inside. After an error other than -4 and -11 the socket no longer exists.
   * @param socketId of a socket that `connect` connected, with no read or write pending
   * @param options the permitted TLS versions; the default is 1.2 and 1.3
   * @param callback gets 0 or an error
   * @errors lastError is `net::` and the name, unless another text is given
   * - `-200 ERR_CERT_COMMON_NAME_INVALID`: the certificate is for other names.
   * - `-201 ERR_CERT_DATE_INVALID`: a certificate has expired or is not valid yet.
   * - `-202 ERR_CERT_AUTHORITY_INVALID`: no trusted authority has issued the certificate.
   * - `-207 ERR_CERT_INVALID`: a certificate is malformed, is not for servers, or breaks a rule of its issuers.
   * - `-211 ERR_CERT_WEAK_KEY`: a key in the chain is too short.
   * - `-167 ERR_SSL_SERVER_CERT_BAD_FORMAT`: the certificate cannot be read.
   * - `-181 ERR_SSL_KEY_USAGE_INCOMPATIBLE`: the certificate does not permit the use of its key by the cipher suite.
   * - `-150 ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN`: the chain contains none of the pinned keys of the TLS provider.
   * - `-100 ERR_CONNECTION_CLOSED`, `-101 ERR_CONNECTION_RESET`: the peer closed or reset during the handshake.
   * - `-107 ERR_SSL_PROTOCOL_ERROR`: the peer does not speak TLS or breaks its rules, or `min` is above `max`.
   * - `-113 ERR_SSL_VERSION_OR_CIPHER_MISMATCH`: no version or cipher suite is common to both.
   * - `-110 ERR_SSL_CLIENT_AUTH_CERT_NEEDED`, `-117 ERR_BAD_SSL_CLIENT_AUTH_CERT`: the peer asks for the client's
   *   certificate, or refuses it.
   * - `-126 ERR_SSL_BAD_RECORD_MAC_ALERT`, `-153 ERR_SSL_DECRYPT_ERROR_ALERT`, `-159 ERR_SSL_UNRECOGNIZED_NAME_ALERT`:
   *   the peer sent this alert.
   * - `-15 ERR_SOCKET_NOT_CONNECTED`: the peer closed the connection before the handshake.
   * - `-2 ERR_FAILED`: a read, a write or a handshake is pending, the socket was accepted, or the host name is not
   *   valid.
   * - `-4 ERR_INVALID_ARGUMENT`, lastError `Socket not connected`: the socket is not connected.
   * - `-4 ERR_INVALID_ARGUMENT`, lastError `Only TCP sockets are supported for TLS.`: it is a UDP socket, or secured
   *   already.
   * - `-4 ERR_INVALID_ARGUMENT`, lastError `Socket not found`: the id is not known.
   * - `-11 ERR_NOT_IMPLEMENTED`, lastError `No TLS provider is registered: …`: the app has no TLS provider.
   * @example
   * const { socketId } = await chrome.socket.create('tcp')
   * chrome.socket.connect(socketId, 'localhost', 8443, () => {
   *   chrome.socket.secure(socketId, { tlsVersion: { min: 'tls1.3' } }, (result) => {
   *     console.log(result === 0 ? 'secured' : chrome.runtime.lastError?.message)
   *   })
   * })
   */
  secure(socketId: number, options: SecureOptions | Omitted, callback: (result: number) => void): void
}
