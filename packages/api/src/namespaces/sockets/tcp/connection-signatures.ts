/**
 * The signatures of `chrome.sockets.tcp` that make and use a connection.
 * Source: Chromium extensions/common/api/sockets_tcp.idl; the errors are those of the recordings in packages/conformance/traces
 */
import type { SecureOptions } from '../../../sockets/tls/secure-options.ts'
import type { Omitted } from '../../omitted.ts'
import type { DnsQueryType } from '../dns-query-type.ts'
import type { TcpSendInfo } from './infos.ts'

/** The functions that make and use a connection. */
export interface TcpConnectionSignatures {
  /** `connect` with a `dnsQueryType` of `any`. */
  connect(socketId: number, peerAddress: string, peerPort: number, callback: (result: number) => void): void
  /**
   * Connects, and begins to receive unless the socket is paused. The callback never comes if the socket is disconnected
   * or closed while the connection is being made.
   * @param socketId of a socket that is not connected
   * @param peerAddress a name, whose addresses are tried in order, or an IP literal
   * @param peerPort 0 to 65535
   * @param dnsQueryType the family of addresses to try: `any`, the default, `ipv4` or `ipv6`
   * @param callback gets 0 or an error
   * @errors
   * - `-102 ERR_CONNECTION_REFUSED`: no socket listens there, or the port is 0.
   * - `-105 ERR_NAME_NOT_RESOLVED`: the name has no address of the family, or is empty.
   * - `-23 ERR_SOCKET_IS_CONNECTED`: the socket is connected.
   * - `-104 ERR_CONNECTION_FAILED`: it is connecting, or was secured once; or the system reported an error without a
   *   name of its own.
   * - `-109 ERR_ADDRESS_UNREACHABLE`: there is no route to the address.
   * - `-118 ERR_CONNECTION_TIMED_OUT`: the host did not answer within the system's timeout.
   * - `-138 ERR_NETWORK_ACCESS_DENIED`: the system does not allow it.
   * - `-4 ERR_INVALID_ARGUMENT`: the port is out of range.
   * - no argument, lastError `Socket not found`: the id is not known, or the socket was closed while the name was
   *   resolved.
   * - no argument, lastError `Does not have permission`: the manifest does not allow `tcp.connect` to this host and
   *   port.
   * @example
   * const { socketId } = await chrome.sockets.tcp.create()
   * chrome.sockets.tcp.connect(socketId, 'localhost', 8080, 'ipv4', (result) => {
   *   if (result < 0) console.error(result, chrome.runtime.lastError?.message)
   * })
   */
  connect(
    socketId: number,
    peerAddress: string,
    peerPort: number,
    dnsQueryType: DnsQueryType | Omitted,
    callback: (result: number) => void,
  ): void

  /**
   * Ends the connection; the socket can connect again. If the connection was receiving, the socket raises
   * onReceiveError with -100 and is paused. The callback of a connect or a send that is under way never comes.
   * @param socketId of any socket of `chrome.sockets.tcp`, connected or not
   * @param callback gets nothing
   * @errors
   * - no argument, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.sockets.tcp.create()
   * chrome.sockets.tcp.connect(socketId, '127.0.0.1', 7, async () => {
   *   await chrome.sockets.tcp.disconnect(socketId)
   * })
   */
  disconnect(socketId: number, callback: () => void): void
  /** `disconnect` for a promise. */
  disconnect(socketId: number): Promise<void>

  /**
   * Sends bytes. Sends are queued and answered in order, each in full. The callbacks of sends that are in the queue
   * when the connection ends never come, unless the socket is paused.
   *
   * The call copies `data`, so the app may change it afterwards.
   * @param socketId of a connected socket
   * @param data any number of bytes
   * @param callback gets the length of `data`, or an error
   * @errors in `resultCode`, without `bytesSent`
   * - `-15 ERR_SOCKET_NOT_CONNECTED`: the socket is not connected, or a TLS handshake is under way.
   * - `-2 ERR_FAILED`: the connection of a paused socket failed while this send was under way. The later ones get -15.
   * - no argument, lastError `Socket not found`: the id is not known.
   * - no argument, lastError `Exceeded write quota.`: over 200 MiB are pending.
   * @example
   * const { socketId } = await chrome.sockets.tcp.create()
   * chrome.sockets.tcp.connect(socketId, '127.0.0.1', 7, () => {
   *   chrome.sockets.tcp.send(socketId, new TextEncoder().encode('hello'), ({ resultCode, bytesSent }) => {
   *     console.log(resultCode, bytesSent)
   *   })
   * })
   */
  send(socketId: number, data: ArrayBuffer | ArrayBufferView, callback: (sendInfo: TcpSendInfo) => void): void

  /** `setKeepAlive` with a `delay` of 0. */
  setKeepAlive(socketId: number, enable: boolean, callback: (result: number) => void): void
  /**
   * Turns keep-alive probes on or off.
   * @param socketId of a connected socket
   * @param enable whether the system probes an idle connection
   * @param delay the seconds from the last packet to the first probe, 0 to 32767. 0, the default, keeps the current
   * delay, which is 45 at first
   * @param callback gets 0 or an error
   * @errors
   * - `-2 ERR_FAILED`: the socket is not connected, `enable` is true and the delay is out of range, or the system
   *   refused.
   * - `-2 ERR_FAILED`, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.sockets.tcp.create()
   * chrome.sockets.tcp.connect(socketId, '127.0.0.1', 7, () => {
   *   chrome.sockets.tcp.setKeepAlive(socketId, true, 60, (result) => console.log(result))
   * })
   */
  setKeepAlive(socketId: number, enable: boolean, delay: number | Omitted, callback: (result: number) => void): void

  /**
   * Sets or clears TCP_NODELAY. A new connection has it set.
   * @param socketId of a connected socket
   * @param noDelay whether small sends leave at once. Otherwise Nagle's algorithm gathers them
   * @param callback gets 0 or an error
   * @errors
   * - `-2 ERR_FAILED`: the socket is not connected, or the system refused.
   * - `-2 ERR_FAILED`, lastError `Socket not found`: the id is not known.
   * @example
   * const { socketId } = await chrome.sockets.tcp.create()
   * chrome.sockets.tcp.connect(socketId, '127.0.0.1', 7, () => {
   *   chrome.sockets.tcp.setNoDelay(socketId, false, (result) => console.log(result))
   * })
   */
  setNoDelay(socketId: number, noDelay: boolean, callback: (result: number) => void): void

  /** `secure` without options. */
  secure(socketId: number, callback: (result: number) => void): void
  /**
   * Starts TLS as a client, for the name that was given to connect. Nothing may be receiving: pause the socket before
   * it connects, or let the peer's answer come after `setPaused(true)`, as with STARTTLS. The socket stays paused or
   * not. After an error other than -4 and -11 the socket no longer exists.
   * @param socketId of a socket that `connect` connected, with no send pending
   * @param options the permitted TLS versions; the default is 1.2 and 1.3
   * @param callback gets 0 or an error
   * @errors
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
   * - `-2 ERR_FAILED`: the socket is receiving or was accepted, a send or a handshake is pending, or the host name is
   *   not valid.
   * - `-4 ERR_INVALID_ARGUMENT`, lastError `Socket not connected`: the socket is not connected.
   * - `-4 ERR_INVALID_ARGUMENT`, lastError `Socket must be a connected client TCP socket.`: it is secured, or was.
   * - `-4 ERR_INVALID_ARGUMENT`, lastError `Socket not found`: the id is not known.
   * - `-11 ERR_NOT_IMPLEMENTED`, lastError `No TLS provider is registered: …`: the app has no TLS provider.
   * @example
   * const { tcp } = chrome.sockets
   * const { socketId } = await tcp.create()
   * await tcp.setPaused(socketId, true)
   * tcp.connect(socketId, 'localhost', 8443, () => {
   *   tcp.secure(socketId, (result) => {
   *     if (result === 0) void tcp.setPaused(socketId, false)
   *   })
   * })
   */
  secure(socketId: number, options: SecureOptions | Omitted, callback: (result: number) => void): void
}
