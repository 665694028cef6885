/**
 * The contract: TLS over any byte stream.
 */
import type { Cancel, NetResult } from './results.ts'
import type { ByteStream } from './tcp.ts'

/** Tells of a secured stream. `stream` is there if and only if `result` is 0. */
export type SecureCompletion = (result: NetResult, stream?: ByteStream) => void

/** In ascending order. `ssl3` is not among them (RFC 7568). */
export type TlsVersion = 'tls1' | 'tls1.1' | 'tls1.2' | 'tls1.3'

/** The demands of `secure` on a handshake. */
export interface TlsOptions {
  /** The host name or IP literal that the certificate must be for: canonical, in lower case, without a final dot. */
  readonly serverName: string
  /** Absent where the app named none: then the provider's own limit holds. */
  readonly minVersion?: TlsVersion
  /** Likewise. */
  readonly maxVersion?: TlsVersion
}

/** A TLS client over any byte stream, as `createChrome` and `registerTls` take it. `secure` uses it. */
export interface TlsProvider {
  /** For messages: `node`, `forge`. */
  readonly name: string
  /** The oldest version that the provider speaks. A lower minimum of an app is raised to it. By default `tls1.2`, as in Chromium. */
  readonly oldestVersion?: TlsVersion

  /**
   * Runs a client handshake over `inner`, and gives the secured stream. A `close_notify` of the peer is a read of 0.
   * @param inner a stream on which nothing is pending. The provider owns it from the call on. It closes `inner` when the handshake
   * fails, when it is cancelled, and when the secured stream is closed
   * @param options the server's name, and the versions that are allowed
   * @param complete gets 0 and the secured stream, or an error
   * @returns what abandons the handshake
   * @errors those of `chrome.socket.secure` that are about certificates and TLS, and
   * - `-107 ERR_SSL_PROTOCOL_ERROR`: `minVersion` is above `maxVersion`, too.
   * - `-100 ERR_CONNECTION_CLOSED`, or whatever `inner` failed with.
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
