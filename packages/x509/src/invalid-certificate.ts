/**
 * The error for a certificate that can be read, but contradicts itself or has a malformed name or extension. Chromium
 * gives it ERR_CERT_INVALID, and gives ERR_SSL_SERVER_CERT_BAD_FORMAT to a certificate that it cannot read.
 */
import { DerError } from './der.ts'

export class InvalidCertificateError extends DerError {
  override readonly name: string = 'InvalidCertificateError'
}
