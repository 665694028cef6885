/**
 * The result of a handshake, as every TLS provider tells its `onSecure`.
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
  /** The group of the key exchange: `x25519`. Absent where the provider is not told it, or there was none. */
  readonly group?: string
  /** The application protocol that was agreed on. Absent where none was. */
  readonly alpnProtocol?: string
  /** The server's certificates in DER, its own first, as it sent them. */
  readonly peerChain: readonly Uint8Array[]
  /** An earlier session has been taken up. */
  readonly resumed: boolean
}
