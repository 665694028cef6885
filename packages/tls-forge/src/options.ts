/**
 * The options of `forgeTls`.
 */
import type { CertificateProfile, TlsClientOptions } from '@chrome-socket/x509'
import type { CryptoProvider } from './crypto/provider.ts'

/** The options of the TLS provider. Each is optional. */
export interface ForgeTlsOptions extends TlsClientOptions {
  /**
   * The certificates to trust: PEM (text or bytes, with any number of certificates) or DER, one or a list. The default
   * is the certificates that the runtime trusts. A runtime that does not reveal them, such as a browser, needs this
   * option: without it, every handshake fails.
   */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined
  /**
   * The rules for certificates. `chromium`, the default, accepts the certificates that Chromium accepts. `strict` also
   * enforces rules of RFC 5280 and the CA/Browser Forum that private authorities often break, such as a missing
   * extended key usage or key identifier of the issuer. The README lists them.
   */
  readonly certificateProfile?: CertificateProfile
  /** Receives each line of an NSS key log. Anyone who reads these lines can decrypt the connection. */
  readonly keyLog?: (line: string) => void
  /** Receives the reason why a handshake or a connection failed, for a log. The reason contains no secret. */
  readonly onFailure?: (failure: TlsFailure) => void
  /**
   * Returns the current time, in milliseconds since 1970. The provider checks the dates of certificates and tickets
   * against it. The default is `Date.now`.
   */
  readonly now?: () => number
  /** The cryptography to use. The default is `node:crypto` if the runtime has it, else WebCrypto, else JavaScript. */
  readonly crypto?: CryptoProvider
  /** Whether the provider resumes sessions with a server. It keeps them in memory and shares them with no other provider. The default is true. */
  readonly sessionCache?: boolean
  /**
   * Whether the provider also offers, in TLS 1.2 and after all others, the cipher suites without forward secrecy or
   * without an AEAD that Chromium still offers: `TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA` and `_256_`,
   * `TLS_RSA_WITH_AES_128_GCM_SHA256`, `TLS_RSA_WITH_AES_256_GCM_SHA384`, `TLS_RSA_WITH_AES_128_CBC_SHA` and `_256_`.
   * Old devices need them. SECURITY.md says which attacks they allow. The default is false.
   */
  readonly legacyCipherSuites?: boolean
  /**
   * Whether the provider speaks TLS 1.0 and 1.1, with its own client, if the app asks for these versions by name. Old
   * devices need them. They are broken in known ways (RFC 8996). The provider never speaks SSL 3.0. The default is false.
   */
  readonly legacyVersions?: boolean
}

/** The reason why a connection failed, for a log. */
export interface TlsFailure {
  /** The name of the server, as the app gave it. */
  readonly serverName: string
  /** One of `NetError`. */
  readonly error: number
  /** The reason in words. It contains no secret. */
  readonly reason: string
  /** The name of the alert that the client sent, as in RFC 8446. */
  readonly alert?: string
}
