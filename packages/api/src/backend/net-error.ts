/**
 * Network error codes, with Chromium's numbers and names. Source: Chromium net/base/net_error_list.h (system,
 * connection and certificate ranges)
 *
 * The table leaves out errors that no socket reports: writing files, key stores, early data, Encrypted ClientHello, and
 * rules for public authorities. They would be a fortieth of the code that a page loads for chrome.socket.
 *
 * A result is an integer: ≥ 0 is OK or a byte count, < 0 is one of these.
 */
export const NetError = {
  OK: 0,
  // 1–99: system
  ERR_IO_PENDING: -1,
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_INVALID_ARGUMENT: -4,
  ERR_INVALID_HANDLE: -5,
  ERR_FILE_NOT_FOUND: -6,
  ERR_TIMED_OUT: -7,
  ERR_UNEXPECTED: -9,
  ERR_ACCESS_DENIED: -10,
  ERR_NOT_IMPLEMENTED: -11,
  ERR_INSUFFICIENT_RESOURCES: -12,
  ERR_OUT_OF_MEMORY: -13,
  ERR_SOCKET_NOT_CONNECTED: -15,
  ERR_NETWORK_CHANGED: -21,
  ERR_SOCKET_IS_CONNECTED: -23,
  // 100–199: connection
  ERR_CONNECTION_CLOSED: -100,
  ERR_CONNECTION_RESET: -101,
  ERR_CONNECTION_REFUSED: -102,
  ERR_CONNECTION_ABORTED: -103,
  ERR_CONNECTION_FAILED: -104,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_INTERNET_DISCONNECTED: -106,
  ERR_SSL_PROTOCOL_ERROR: -107,
  ERR_ADDRESS_INVALID: -108,
  ERR_ADDRESS_UNREACHABLE: -109,
  ERR_SSL_CLIENT_AUTH_CERT_NEEDED: -110,
  ERR_NO_SSL_VERSIONS_ENABLED: -112,
  ERR_SSL_VERSION_OR_CIPHER_MISMATCH: -113,
  ERR_BAD_SSL_CLIENT_AUTH_CERT: -117,
  ERR_CONNECTION_TIMED_OUT: -118,
  ERR_ALPN_NEGOTIATION_FAILED: -122,
  ERR_SSL_NO_RENEGOTIATION: -123,
  ERR_SSL_DECOMPRESSION_FAILURE_ALERT: -125,
  ERR_SSL_BAD_RECORD_MAC_ALERT: -126,
  ERR_NAME_RESOLUTION_FAILED: -137,
  ERR_NETWORK_ACCESS_DENIED: -138,
  ERR_SSL_CLIENT_AUTH_SIGNATURE_FAILED: -141,
  ERR_MSG_TOO_BIG: -142,
  ERR_ADDRESS_IN_USE: -147,
  ERR_SSL_BAD_PEER_PUBLIC_KEY: -149,
  ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN: -150,
  ERR_SSL_DECRYPT_ERROR_ALERT: -153,
  ERR_SSL_SERVER_CERT_CHANGED: -156,
  ERR_SSL_UNRECOGNIZED_NAME_ALERT: -159,
  ERR_SSL_SERVER_CERT_BAD_FORMAT: -167,
  ERR_NO_BUFFER_SPACE: -176,
  ERR_SSL_CLIENT_AUTH_NO_COMMON_ALGORITHMS: -177,
  ERR_TLS13_DOWNGRADE_DETECTED: -180,
  ERR_SSL_KEY_USAGE_INCOMPATIBLE: -181,
  // 200–299: certificate
  ERR_CERT_COMMON_NAME_INVALID: -200,
  ERR_CERT_DATE_INVALID: -201,
  ERR_CERT_AUTHORITY_INVALID: -202,
  ERR_CERT_UNABLE_TO_CHECK_REVOCATION: -205,
  ERR_CERT_REVOKED: -206,
  ERR_CERT_INVALID: -207,
  ERR_CERT_WEAK_SIGNATURE_ALGORITHM: -208,
  ERR_CERT_WEAK_KEY: -211,
  ERR_CERT_NAME_CONSTRAINT_VIOLATION: -212,
} as const

/** `OK`, or a name such as `ERR_CONNECTION_REFUSED`. */
export type NetErrorName = keyof typeof NetError

const nameByCode: ReadonlyMap<number, NetErrorName> = new Map(
  Object.entries(NetError).map(([name, code]) => [code, name as NetErrorName]),
)

/**
 * Returns Chromium's text for a result, as `net::ErrorToString`: `net::ERR_TIMED_OUT` for -7.
 * @param code 0 or a net error; a number that is not in `NetError` gives `net::<unknown>`
 * @errors Cannot fail.
 * @example
 * import { netErrorToString } from '@chrome-socket/api'
 *
 * console.log(netErrorToString(-102)) // net::ERR_CONNECTION_REFUSED
 */
export function netErrorToString(code: number): string {
  return `net::${nameByCode.get(code) ?? '<unknown>'}`
}
