/**
 * The result of a handshake, which every TLS provider passes to `onSecure`.
 */
import type { TlsVersion } from '@chrome-socket/api/backend'

/** The result of a handshake. */
export interface SecureConnection {
  /** Whom the client takes the server for. */
  readonly serverName: string
  /** The version that was agreed on. */
  readonly version: TlsVersion
  /** As in the IANA registry: `TLS_AES_128_GCM_SHA256`. */
  readonly cipherSuite: string
  /**
   * The group of the key exchange: `x25519`. Absent if the provider cannot tell it, or the key exchange had no group.
   */
  readonly group?: string
  /** The application protocol that was agreed on. Absent where none was. */
  readonly alpnProtocol?: string
  /** The server's certificates in DER, its own first, as it sent them. */
  readonly peerChain: readonly Uint8Array[]
  /** Whether the handshake resumed an earlier session. */
  readonly resumed: boolean
}
