/**
 * PEM (RFC 7468) of certificates.
 */
import { encodePem } from '../pem.ts'

export function pem(der: Uint8Array): string {
  return encodePem(der, 'CERTIFICATE')
}
