/**
 * Maps Node's errors for a failed handshake to Chromium's net errors.
 * Source: Chromium net/ssl/openssl_ssl_util.cc (alerts and protocol errors).
 */
import type { NetResult } from '@chrome-socket/api/backend'
import { NetError } from '@chrome-socket/api/backend'
import { StreamError } from '@chrome-socket/api/backend/node'
import { errorResult } from '../node-error.ts'

/**
 * The results by OpenSSL's reason, without the prefix with the version of the protocol: one version of OpenSSL has
 * SSLV3_ALERT_HANDSHAKE_FAILURE, another SSL/TLS_ALERT_HANDSHAKE_FAILURE. Node's code has the reason after `ERR_SSL_`. Every
 * other reason gives ERR_SSL_PROTOCOL_ERROR.
 */
const byReason: Readonly<Record<string, NetResult>> = {
  NO_CIPHER_MATCH: NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  NO_SHARED_CIPHER: NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  NO_PROTOCOLS_AVAILABLE: NetError.ERR_NO_SSL_VERSIONS_ENABLED,
  UNSUPPORTED_PROTOCOL: NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  ALERT_PROTOCOL_VERSION: NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  ALERT_INSUFFICIENT_SECURITY: NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  ALERT_HANDSHAKE_FAILURE: NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  ALERT_BAD_CERTIFICATE: NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT,
  ALERT_UNSUPPORTED_CERTIFICATE: NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT,
  ALERT_CERTIFICATE_REVOKED: NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT,
  ALERT_CERTIFICATE_EXPIRED: NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT,
  ALERT_CERTIFICATE_UNKNOWN: NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT,
  ALERT_UNKNOWN_CA: NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT,
  ALERT_CERTIFICATE_REQUIRED: NetError.ERR_BAD_SSL_CLIENT_AUTH_CERT,
  ALERT_DECOMPRESSION_FAILURE: NetError.ERR_SSL_DECOMPRESSION_FAILURE_ALERT,
  ALERT_BAD_RECORD_MAC: NetError.ERR_SSL_BAD_RECORD_MAC_ALERT,
  ALERT_DECRYPT_ERROR: NetError.ERR_SSL_DECRYPT_ERROR_ALERT,
  UNRECOGNIZED_NAME: NetError.ERR_SSL_UNRECOGNIZED_NAME_ALERT,
  // BoringSSL, which Bun uses, has this name for the same reason.
  ALERT_UNRECOGNIZED_NAME: NetError.ERR_SSL_UNRECOGNIZED_NAME_ALERT,
  KEY_USAGE_BIT_INCORRECT: NetError.ERR_SSL_KEY_USAGE_INCOMPATIBLE,
  // BoringSSL, which Bun uses, always refuses a certificate that it cannot parse.
  CERTIFICATE_VERIFY_FAILED: NetError.ERR_CERT_INVALID,
  INAPPROPRIATE_FALLBACK: NetError.ERR_TLS13_DOWNGRADE_DETECTED,
}

const reasonPrefix = /^ERR_SSL_(?:SSLV3_|SSL\/TLS_|SSL_TLS_|TLSV1_|TLSV13_)?/

/** The result of a failed handshake. */
export function handshakeResult(error: Error): NetResult {
  if (error instanceof StreamError) return error.result
  const { code = '', syscall } = error as NodeJS.ErrnoException
  if (reasonPrefix.test(code)) return byReason[code.replace(reasonPrefix, '')] ?? NetError.ERR_SSL_PROTOCOL_ERROR
  // Node also reports the peer's end during the handshake as ECONNRESET. Only a real reset names a system call.
  if (code === 'ECONNRESET' && syscall === undefined) return NetError.ERR_CONNECTION_CLOSED
  // Deno's rustls also refuses a certificate that it cannot parse.
  if (code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE') return NetError.ERR_CERT_INVALID
  return code === 'EPROTO' ? NetError.ERR_SSL_PROTOCOL_ERROR : errorResult(error)
}
