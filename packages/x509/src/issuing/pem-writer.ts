/**
 * Writes certificates in PEM (RFC 7468).
 */
import { encodePem } from '../pem.ts'

/**
 * Writes a certificate in PEM (RFC 7468).
 * @param der the certificate, in DER
 * @errors Cannot fail.
 * @example
 * import { authority, pem } from '@chrome-socket/x509/issuing'
 *
 * const ca = pem(authority('Test root').certificate)
 */
export function pem(der: Uint8Array): string {
  return encodePem(der, 'CERTIFICATE')
}
