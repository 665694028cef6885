/**
 * It has the form of a certificate, but contradicts itself, or has a malformed name or extension. Chromium tells the
 * two apart: ERR_SSL_SERVER_CERT_BAD_FORMAT for what it cannot read, ERR_CERT_INVALID for this.
 */
import { DerError } from './der.ts'

export class InvalidCertificateError extends DerError {
  override readonly name: string = 'InvalidCertificateError'
}
