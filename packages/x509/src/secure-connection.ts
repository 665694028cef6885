/**
 * The result of a handshake, which every TLS provider passes to `onSecure`.
 */
import type { TlsVersion } from '@chrome-socket/api/backend'

/** The result of a handshake. */
export interface SecureConnection {
  /** The name of the server, as the app gave it. */
  readonly serverName: string
  /** The version of TLS. */
  readonly version: TlsVersion
  /** The cipher suite, by its name in the IANA registry, such as `TLS_AES_128_GCM_SHA256`. */
  readonly cipherSuite: string
  /**
   * The group of the key exchange, such as `x25519`. Absent if the key exchange had no group or the provider cannot
   * tell it.
   */
  readonly group?: string
  /** The application protocol that the server chose. Absent if it chose none. */
  readonly alpnProtocol?: string
  /** The certificates in DER as the server sent them, its own first. */
  readonly peerChain: readonly Uint8Array[]
  /** Whether the handshake resumed an earlier session. */
  readonly resumed: boolean
}
