/**
 * Maps an alert of the server to Chromium's net error: net/ssl/openssl_ssl_util.cc (MapOpenSSLErrorSSL) and
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

/** The state of the connection when an alert comes. */
export interface AlertSituation {
  readonly is13: boolean
  /** Whether the ServerHello has not come yet. */
  readonly isServerHelloAwaited: boolean
  readonly isCertificateRequested: boolean
  readonly hasClientCertificate: boolean
}

/** Returns the fault that an alert means. Undefined for a warning, after which the connection goes on. */
export function faultOfAlert(alert: ReceivedAlert, situation: AlertSituation): PeerAlertFault | undefined {
  const answer = answerTo(alert, situation.is13)
  if (answer === 'none, it goes on') return undefined
  const reason = `the server says ${alert.name ?? `alert ${alert.number}`}`
  return new PeerAlertFault(answer, reason, netErrorOfAlert(alert.name, situation))
}

/**
 * Returns the alert to send back. As in BoringSSL, an alert that should have been fatal is answered. A fatal alert is
 * not answered (RFC 8446, section 6).
 */
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
    // TLS 1.2 has no separate alert for a missing certificate.
    else if (isCertificateMissing) error = badClientCertificate
  }
  if (alert === 'access_denied' && !isCertificateRequested) error = NetError.ERR_SSL_PROTOCOL_ERROR
  // Chromium ends the handshake with this error earlier, when the server asks for a certificate that it does not
  // have.
  return error === badClientCertificate && isCertificateMissing ? NetError.ERR_SSL_CLIENT_AUTH_CERT_NEEDED : error
}
