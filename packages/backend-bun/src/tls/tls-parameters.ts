/** The parameters of a handshake, over a Bun socket or another stream. */
import { isIP } from 'node:net'
import type { SecureConnection, ServerCheckOptions } from '@chrome-socket/x509'
import type { Credentials } from '@chrome-socket/x509/node'

export type OfferedVersion = 'tls1.2' | 'tls1.3'

export interface TlsParameters {
  /** The host name or IP literal that the certificate must be for. */
  readonly serverName: string
  readonly minVersion: OfferedVersion
  readonly maxVersion: OfferedVersion
  readonly alpnProtocols: readonly string[]
  /** The client's certificate and key. */
  readonly credentials: Credentials
  /** The rules for the server's certificates. */
  readonly check: ServerCheckOptions
  readonly onSecure: ((connection: SecureConnection) => void) | undefined
}

/** The server name to send. It is empty for an address (RFC 6066, 3), so that Bun does not send the address. */
export function serverNameIndication({ serverName }: TlsParameters): string {
  return isIP(serverName) === 0 ? serverName : ''
}
