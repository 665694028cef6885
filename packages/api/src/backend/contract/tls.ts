/**
 * The contract: TLS over any byte stream.
 */
import type { Cancel, NetResult } from './results.ts'
import type { ByteStream } from './tcp.ts'

/** Receives the result of a handshake. `stream` is present if and only if `result` is 0. */
export type SecureCompletion = (result: NetResult, stream?: ByteStream) => void

/** The versions of TLS, oldest first. `ssl3` is not supported (RFC 7568). */
export type TlsVersion = 'tls1' | 'tls1.1' | 'tls1.2' | 'tls1.3'

/** The options of a handshake. */
export interface TlsOptions {
  /**
   * The host name or IP literal that the certificate must be valid for. It is canonical, in lower case, and without a
   * final dot.
   */
  readonly serverName: string
  /** The oldest permitted version. Absent if the app did not name it: the provider's own limit then applies. */
  readonly minVersion?: TlsVersion
  /** The newest permitted version. Absent if the app did not name it: the provider's own limit then applies. */
  readonly maxVersion?: TlsVersion
}

/** A TLS client over any byte stream, for `createChrome` and `registerTls`. `secure` uses it. */
export interface TlsProvider {
  /** The name in messages, such as `node` or `forge`. */
  readonly name: string
  /**
   * The oldest version that the provider speaks. An older minimum of an app is raised to it. The default is `tls1.2`,
   * as in Chromium.
   */
  readonly oldestVersion?: TlsVersion

  /**
   * Runs a client handshake over `inner`, and completes with the secured stream. A `close_notify` of the peer is a read
   * of 0.
   * @param inner a stream on which nothing is pending. The provider owns it from the call on. It closes `inner` when
   * the handshake fails, when it is cancelled, and when the secured stream is closed
   * @param options the server's name, and the permitted versions
   * @param complete gets 0 and the secured stream, or an error
   * @returns the function that cancels the handshake
   * @errors those of `chrome.socket.secure` that are about certificates and TLS, and
   * - `-107 ERR_SSL_PROTOCOL_ERROR`: also if `minVersion` is above `maxVersion`.
   * - `-100 ERR_CONNECTION_CLOSED`or another net error: `inner` was closed, or failed with it.
   * @example
   * import type { ByteStream, TlsProvider } from '@chrome-socket/api/backend'
   *
   * export function handshake(tls: TlsProvider, inner: ByteStream): void {
   *   tls.secure(inner, { serverName: 'example.com', minVersion: 'tls1.3' }, (result, stream) => {
   *     console.log(result, stream?.peer.address)
   *   })
   * }
   */
  secure(inner: ByteStream, options: TlsOptions, complete: SecureCompletion): Cancel
}
