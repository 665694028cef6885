/** What a handshake needs to know, whichever way it is made. */
import { isIP } from 'node:net'
import type { SecureConnection, ServerCheckOptions } from '@chrome-socket/x509'

/** The client's own, in PEM. */
export interface Credentials {
  readonly cert?: string
  readonly key?: string
  readonly passphrase?: string
}

export type OfferedVersion = 'tls1.2' | 'tls1.3'

export interface TlsParameters {
  /** The host name or IP literal that the certificate must be for. */
  readonly serverName: string
  readonly minVersion: OfferedVersion
  readonly maxVersion: OfferedVersion
  readonly alpnProtocols: readonly string[]
  readonly credentials: Credentials
  /** What the server's certificates are held to. */
  readonly check: ServerCheckOptions
  readonly onSecure: ((connection: SecureConnection) => void) | undefined
}

/** RFC 6066, 3: an address is no server name. Empty, it keeps Bun from sending the address it is connected to. */
export function serverNameIndication({ serverName }: TlsParameters): string {
  return isIP(serverName) === 0 ? serverName : ''
}
