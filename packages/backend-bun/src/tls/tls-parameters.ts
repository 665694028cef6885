/** The parameters of a handshake, whichever way it is made. */
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
  /** The client's own. */
  readonly credentials: Credentials
  /** The rules for the server's certificates. */
  readonly check: ServerCheckOptions
  readonly onSecure: ((connection: SecureConnection) => void) | undefined
}

/** RFC 6066, 3: an address is no server name. Empty, it keeps Bun from sending the address it is connected to. */
export function serverNameIndication({ serverName }: TlsParameters): string {
  return isIP(serverName) === 0 ? serverName : ''
}
