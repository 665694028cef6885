/**
 * The options that every TLS provider has.
 */
import type { IdentityOptions } from './identity/read-identity.ts'
import type { PemSource } from './option-text.ts'
import type { SecureConnection } from './secure-connection.ts'
import type { OnCertificateError } from './server-check.ts'

/** The options that every TLS provider has. Each is optional. */
export interface TlsClientOptions extends IdentityOptions {
  /**
   * The certificates to trust: PEM (text or bytes, with any number of certificates) or DER, one or a list. The default
   * is the certificates that the runtime's own TLS trusts.
   */
  readonly ca?: PemSource | readonly PemSource[] | undefined
  /** The application protocols to offer, in order of preference (RFC 7301). */
  readonly alpnProtocols?: readonly string[] | undefined
  /**
   * SHA-256 hashes of SubjectPublicKeyInfos, in base64 (RFC 7469, section 2.4). The path from the server's certificate
   * to the anchor must contain one of these keys. If it does not, the handshake fails with
   * ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN.
   */
  readonly pinnedKeys?: readonly string[] | undefined
  /** Decides whether a connection continues if the server's certificates are not accepted. Without it, the handshake fails. */
  readonly onCertificateError?: OnCertificateError | undefined
  /** Receives the properties of the connection when a handshake is complete, before the app gets its stream. */
  readonly onSecure?: ((connection: SecureConnection) => void) | undefined
}
