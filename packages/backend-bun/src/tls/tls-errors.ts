/**
 * Maps BoringSSL's reasons for a failed handshake to Chromium's net errors. Source: Chromium's MapOpenSSLErrorSSL
 * (net/ssl/openssl_ssl_util.cc); Bun's wording is BoringSSL's own reason name.
 */
import { NetError, netErrorFromPosixCode } from '@chrome-socket/api/backend'
import type { NetResult } from '@chrome-socket/api/backend'
import type { BunError } from '../bun-types.ts'

const byReason: Readonly<Record<string, NetResult>> = {
  NO_CIPHER_MATCH: NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  NO_SHARED_CIPHER: NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  SSLV3_ALERT_HANDSHAKE_FAILURE: NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  TLSV1_ALERT_INSUFFICIENT_SECURITY: NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  TLSV1_ALERT_PROTOCOL_VERSION: NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  UNSUPPORTED_PROTOCOL: NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  SSLV3_ALERT_BAD_CERTIFICATE: NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT,
  SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT,
  SSLV3_ALERT_CERTIFICATE_REVOKED: NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT,
  SSLV3_ALERT_CERTIFICATE_EXPIRED: NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT,
  SSLV3_ALERT_CERTIFICATE_UNKNOWN: NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT,
  TLSV1_ALERT_UNKNOWN_CA: NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT,
  TLSV1_ALERT_CERTIFICATE_REQUIRED: NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT,
  SSLV3_ALERT_DECOMPRESSION_FAILURE: NetError.ERR_SSL_DECOMPRESSION_FAILURE_ALERT,
  SSLV3_ALERT_BAD_RECORD_MAC: NetError.ERR_SSL_BAD_RECORD_MAC_ALERT,
  TLSV1_ALERT_DECRYPT_ERROR: NetError.ERR_SSL_DECRYPT_ERROR_ALERT,
  TLSV1_UNRECOGNIZED_NAME: NetError.ERR_SSL_UNRECOGNIZED_NAME_ALERT,
  TLSV1_ALERT_UNRECOGNIZED_NAME: NetError.ERR_SSL_UNRECOGNIZED_NAME_ALERT,
  SERVER_CERT_CHANGED: NetError.ERR_SSL_SERVER_CERT_CHANGED,
  TLS13_DOWNGRADE: NetError.ERR_TLS13_DOWNGRADE_DETECTED,
  // BoringSSL always refuses a certificate that it cannot parse.
  CERTIFICATE_VERIFY_FAILED: NetError.ERR_CERT_INVALID,
  KEY_USAGE_BIT_INCORRECT: NetError.ERR_SSL_KEY_USAGE_INCOMPATIBLE,
}

/**
 * The result of a failure of the TLS protocol or of the connection below. `isAgreed` says whether the version and the cipher
 * suite were negotiated before. Then a handshake_failure of the server means that it requires a client certificate (RFC 5246,
 * 7.4.6).
 */
export function tlsError(error: BunError, isAgreed: boolean): NetResult {
  const reason = /OPENSSL_internal:([A-Z0-9_]+)/.exec(error.message)?.[1]
  if (reason === undefined) {
    const result = netErrorFromPosixCode(error.code)
    return result === NetError.ERR_FAILED ? NetError.ERR_SSL_PROTOCOL_ERROR : result
  }
  if (reason === 'SSLV3_ALERT_HANDSHAKE_FAILURE' && isAgreed) return NetError.ERR_SSL_CLIENT_AUTH_CERT_NEEDED
  return byReason[reason] ?? NetError.ERR_SSL_PROTOCOL_ERROR
}
