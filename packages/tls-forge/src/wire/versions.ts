/**
 * The protocol versions and their numbers (RFC 8446, section 4.2.1; RFC 5246, appendix E.1).
 */
import type { TlsVersion } from '@chrome-socket/api/backend'

/** The versions that this client implements itself. node-forge implements the older versions. */
export type NegotiableVersion = Extract<TlsVersion, 'tls1.2' | 'tls1.3'>

export const versionNumber: Readonly<Record<TlsVersion, number>> = {
  tls1: 0x0301,
  'tls1.1': 0x0302,
  'tls1.2': 0x0303,
  'tls1.3': 0x0304,
}
