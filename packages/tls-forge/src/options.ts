/**
 * The options of `forgeTls`.
 */
import type { CryptoProvider } from './crypto/provider.ts'
import type { CertificateProfile, OnCertificateError, SecureConnection } from '@chrome-socket/x509'

/** The options of the TLS provider. Each is optional. */
export interface ForgeTlsOptions {
  /**
   * The certificates to trust: PEM, as text or bytes, with any number in it, or DER, one or a list. Without it the
   * runtime's own are taken; where the runtime gives none out, as in a browser, every handshake is refused.
   */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[]
  /** The client's certificate for servers that ask for one, in PEM, its intermediates after it. Needs `key`. */
  readonly cert?: string | Uint8Array
  /** The private key of `cert`, in PEM: PKCS#8, PKCS#1 or SEC1; encrypted PKCS#8 and PKCS#1 with `passphrase`. */
  readonly key?: string | Uint8Array
  /** Certificate and key in one, PKCS#12, in place of `cert` and `key`. */
  readonly pfx?: Uint8Array
  /** The passphrase of `key` or `pfx`. */
  readonly passphrase?: string
  /** Application protocols to offer, the preferred one first (RFC 7301). */
  readonly alpnProtocols?: readonly string[]
  /**
   * SHA-256 hashes of SubjectPublicKeyInfos, in base64 (RFC 7469, section 2.4): one of them must be in the path from
   * the server's certificate to the anchor. Else the handshake ends with ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN.
   */
  readonly pinnedKeys?: readonly string[]
  /**
   * The rules for certificates. `chromium`, the default, takes the certificates that Chromium takes. `strict` also refuses those that RFC 5280
   * and the CA/Browser Forum forbid, and most tools for private authorities make all the same (no extended key usage, no
   * key identifier of the issuer, …). The README has the list.
   */
  readonly certificateProfile?: CertificateProfile
  /** Gets each line of an NSS key log. A reader of these lines can decrypt the connection. */
  readonly keyLog?: (line: string) => void
  /** Decides whether a connection goes on although the server's certificates are not accepted. By default it does not go on. */
  readonly onCertificateError?: OnCertificateError
  /** Gets the connection's properties when a handshake is complete, before the app gets its stream. */
  readonly onSecure?: (connection: SecureConnection) => void
  /** Gets the reason why a handshake or a connection has failed, for a log. The reason names no secret. */
  readonly onFailure?: (failure: TlsFailure) => void
  /** The time, in milliseconds since 1970, by which certificates and tickets are judged. `Date.now` unless given. */
  readonly now?: () => number
  /** By default `node:crypto` where the runtime has it, else WebCrypto, else JavaScript. */
  readonly crypto?: CryptoProvider
  /** Take up earlier sessions with a server? True unless given. They are kept in memory, by this provider alone. */
  readonly sessionCache?: boolean
  /**
   * Also offer, in TLS 1.2 and after all others, the cipher suites without forward secrecy or without an AEAD that
   * Chromium still offers: `TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA` and `_256_`, `TLS_RSA_WITH_AES_128_GCM_SHA256`,
   * `TLS_RSA_WITH_AES_256_GCM_SHA384`, `TLS_RSA_WITH_AES_128_CBC_SHA` and `_256_`. For devices that know nothing better;
   * see SECURITY.md on what they do not protect from.
   */
  readonly legacyCipherSuites?: boolean
  /**
   * Also speak TLS 1.0 and 1.1 to servers, when the app asks for them by name, by forge's own client: for old devices.
   * These versions are broken in known ways (RFC 8996). SSL 3.0 is refused always.
   */
  readonly legacyVersions?: boolean
}

/** Why a connection failed, for a log. */
export interface TlsFailure {
  /** Whom the client took the server for. */
  readonly serverName: string
  /** One of `NetError`. */
  readonly error: number
  /** For a person who reads a log; names no secret. */
  readonly reason: string
  /** The alert that was sent, by its name in RFC 8446. */
  readonly alert?: string
}
