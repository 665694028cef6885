/**
 * Writes certificates in PEM (RFC 7468).
 */
import { encodePem } from '../pem.ts'

/** A certificate in PEM (RFC 7468). */
export function pem(der: Uint8Array): string {
  return encodePem(der, 'CERTIFICATE')
}
