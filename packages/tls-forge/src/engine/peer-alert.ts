/**
 * The net error for an alert of the server, as in Chromium: net/ssl/openssl_ssl_util.cc (MapOpenSSLErrorSSL) and
 * net/socket/ssl_client_socket_impl.cc (MapLastOpenSSLError).
 */
import { NetError } from '@chrome-socket/api/backend'
import type { AlertName, ReceivedAlert } from '../wire/alert.ts'
import { PeerAlertFault } from '../wire/fault.ts'

const badClientCertificate = NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT

const netErrors: Readonly<Partial<Record<AlertName, number>>> = {
  insufficient_security: NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  protocol_version: NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  bad_certificate: badClientCertificate,
  unsupported_certificate: badClientCertificate,
  certificate_revoked: badClientCertificate,
  certificate_expired: badClientCertificate,
  certificate_unknown: badClientCertificate,
  certificate_required: badClientCertificate,
  access_denied: badClientCertificate,
  unknown_ca: badClientCertificate,
  decompression_failure: NetError.ERR_SSL_DECOMPRESSION_FAILURE_ALERT,
  bad_record_mac: NetError.ERR_SSL_BAD_RECORD_MAC_ALERT,
  decrypt_error: NetError.ERR_SSL_DECRYPT_ERROR_ALERT,
  unrecognized_name: NetError.ERR_SSL_UNRECOGNIZED_NAME_ALERT,
}

/** The point of the connection at which an alert comes. */
export interface AlertSituation {
  readonly is13: boolean
  /** Has the server answered the ClientHello with anything else? */
  readonly isServerHelloAwaited: boolean
  readonly isCertificateRequested: boolean
  readonly hasClientCertificate: boolean
}

/** The fault that an alert means; undefined for a warning, after which the connection goes on. */
export function faultOfAlert(alert: ReceivedAlert, situation: AlertSituation): PeerAlertFault | undefined {
  const answer = answerTo(alert, situation.is13)
  if (answer === 'none, it goes on') return undefined
  const reason = `the server says ${alert.name ?? `alert ${alert.number}`}`
  return new PeerAlertFault(answer, reason, netErrorOfAlert(alert.name, situation))
}

/** An alert that should have been a fatal one is answered, as in BoringSSL; a fatal one is not (RFC 8446, section 6). */
function answerTo({ level, name }: ReceivedAlert, is13: boolean): AlertName | undefined | 'none, it goes on' {
  if (level === 'fatal') return undefined
  if (level === 'unknown') return 'illegal_parameter'
  return is13 && name !== 'user_canceled' ? 'decode_error' : 'none, it goes on'
}

function netErrorOfAlert(alert: AlertName | undefined, situation: AlertSituation): number {
  const { isServerHelloAwaited, isCertificateRequested } = situation
  const isCertificateMissing = isCertificateRequested && !situation.hasClientCertificate
  let error = (alert && netErrors[alert]) ?? NetError.ERR_SSL_PROTOCOL_ERROR
  if (alert === 'handshake_failure') {
    if (isServerHelloAwaited) error = NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH
    // TLS 1.2 has no alert of its own for a certificate that is missing.
    else if (isCertificateMissing) error = badClientCertificate
  }
  if (alert === 'access_denied' && !isCertificateRequested) error = NetError.ERR_SSL_PROTOCOL_ERROR
  // Chromium ends the handshake earlier, when it is asked for a certificate that it does not have, with this error.
  return error === badClientCertificate && isCertificateMissing ? NetError.ERR_SSL_CLIENT_AUTH_CERT_NEEDED : error
}
