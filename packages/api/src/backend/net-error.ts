/**
 * Network error codes, with Chromium's numbers and names.
 * Source: Chromium net/base/net_error_list.h (system, connection and certificate ranges)
 * and net/base/net_errors_posix.cc (what a POSIX error becomes).
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
  ERR_FILE_TOO_BIG: -8,
  ERR_UNEXPECTED: -9,
  ERR_ACCESS_DENIED: -10,
  ERR_NOT_IMPLEMENTED: -11,
  ERR_INSUFFICIENT_RESOURCES: -12,
  ERR_OUT_OF_MEMORY: -13,
  ERR_SOCKET_NOT_CONNECTED: -15,
  ERR_FILE_EXISTS: -16,
  ERR_FILE_PATH_TOO_LONG: -17,
  ERR_FILE_NO_SPACE: -18,
  ERR_NETWORK_CHANGED: -21,
  ERR_SOCKET_IS_CONNECTED: -23,
  ERR_CONTEXT_SHUT_DOWN: -26,
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
  ERR_SSL_RENEGOTIATION_REQUESTED: -114,
  ERR_BAD_SSL_CLIENT_AUTH_CERT: -117,
  ERR_CONNECTION_TIMED_OUT: -118,
  ERR_HOST_RESOLVER_QUEUE_TOO_LARGE: -119,
  ERR_ALPN_NEGOTIATION_FAILED: -122,
  ERR_SSL_NO_RENEGOTIATION: -123,
  ERR_SSL_DECOMPRESSION_FAILURE_ALERT: -125,
  ERR_SSL_BAD_RECORD_MAC_ALERT: -126,
  ERR_SSL_CLIENT_AUTH_PRIVATE_KEY_ACCESS_DENIED: -134,
  ERR_SSL_CLIENT_AUTH_CERT_NO_PRIVATE_KEY: -135,
  ERR_NAME_RESOLUTION_FAILED: -137,
  ERR_NETWORK_ACCESS_DENIED: -138,
  ERR_SSL_CLIENT_AUTH_SIGNATURE_FAILED: -141,
  ERR_MSG_TOO_BIG: -142,
  ERR_ADDRESS_IN_USE: -147,
  ERR_SSL_HANDSHAKE_NOT_COMPLETED: -148,
  ERR_SSL_BAD_PEER_PUBLIC_KEY: -149,
  ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN: -150,
  ERR_CLIENT_AUTH_CERT_TYPE_UNSUPPORTED: -151,
  ERR_SSL_DECRYPT_ERROR_ALERT: -153,
  ERR_SSL_SERVER_CERT_CHANGED: -156,
  ERR_SSL_UNRECOGNIZED_NAME_ALERT: -159,
  ERR_SSL_CLIENT_AUTH_CERT_BAD_FORMAT: -164,
  ERR_ICANN_NAME_COLLISION: -166,
  ERR_SSL_SERVER_CERT_BAD_FORMAT: -167,
  ERR_NO_BUFFER_SPACE: -176,
  ERR_SSL_CLIENT_AUTH_NO_COMMON_ALGORITHMS: -177,
  ERR_EARLY_DATA_REJECTED: -178,
  ERR_WRONG_VERSION_ON_EARLY_DATA: -179,
  ERR_TLS13_DOWNGRADE_DETECTED: -180,
  ERR_SSL_KEY_USAGE_INCOMPATIBLE: -181,
  ERR_INVALID_ECH_CONFIG_LIST: -182,
  ERR_ECH_NOT_NEGOTIATED: -183,
  // 200–299: certificate
  ERR_CERT_COMMON_NAME_INVALID: -200,
  ERR_CERT_DATE_INVALID: -201,
  ERR_CERT_AUTHORITY_INVALID: -202,
  ERR_CERT_CONTAINS_ERRORS: -203,
  ERR_CERT_NO_REVOCATION_MECHANISM: -204,
  ERR_CERT_UNABLE_TO_CHECK_REVOCATION: -205,
  ERR_CERT_REVOKED: -206,
  ERR_CERT_INVALID: -207,
  ERR_CERT_WEAK_SIGNATURE_ALGORITHM: -208,
  ERR_CERT_NON_UNIQUE_NAME: -210,
  ERR_CERT_WEAK_KEY: -211,
  ERR_CERT_NAME_CONSTRAINT_VIOLATION: -212,
  ERR_CERT_VALIDITY_TOO_LONG: -213,
} as const

/** `OK`, or a name such as `ERR_CONNECTION_REFUSED`. */
export type NetErrorName = keyof typeof NetError

const nameByCode: ReadonlyMap<number, NetErrorName> = new Map(
  Object.entries(NetError).map(([name, code]) => [code, name as NetErrorName]),
)

/**
 * Gives the text that Chromium has for a result, as in `net::ErrorToString`: `net::ERR_TIMED_OUT` for -7.
 * @param code 0 or a net error; one that is not in `NetError` gives `net::<unknown>`
 * @errors Cannot fail.
 * @example
 * import { netErrorToString } from '@chrome-socket/api'
 *
 * console.log(netErrorToString(-102)) // net::ERR_CONNECTION_REFUSED
 */
export function netErrorToString(code: number): string {
  return `net::${nameByCode.get(code) ?? '<unknown>'}`
}

/** What each POSIX error becomes in Chromium. Keyed by its name: numbers differ between systems and runtimes. */
const byPosixCode: Readonly<Record<string, number>> = {
  EAGAIN: NetError.ERR_IO_PENDING,
  EWOULDBLOCK: NetError.ERR_IO_PENDING,
  EACCES: NetError.ERR_ACCESS_DENIED,
  ENETDOWN: NetError.ERR_INTERNET_DISCONNECTED,
  ETIMEDOUT: NetError.ERR_TIMED_OUT,
  ECONNRESET: NetError.ERR_CONNECTION_RESET,
  ENETRESET: NetError.ERR_CONNECTION_RESET,
  EPIPE: NetError.ERR_CONNECTION_RESET,
  ECONNABORTED: NetError.ERR_CONNECTION_ABORTED,
  ECONNREFUSED: NetError.ERR_CONNECTION_REFUSED,
  EHOSTUNREACH: NetError.ERR_ADDRESS_UNREACHABLE,
  EHOSTDOWN: NetError.ERR_ADDRESS_UNREACHABLE,
  ENETUNREACH: NetError.ERR_ADDRESS_UNREACHABLE,
  EAFNOSUPPORT: NetError.ERR_ADDRESS_UNREACHABLE,
  EADDRNOTAVAIL: NetError.ERR_ADDRESS_INVALID,
  EMSGSIZE: NetError.ERR_MSG_TOO_BIG,
  ENOTCONN: NetError.ERR_SOCKET_NOT_CONNECTED,
  EISCONN: NetError.ERR_SOCKET_IS_CONNECTED,
  EINVAL: NetError.ERR_INVALID_ARGUMENT,
  EADDRINUSE: NetError.ERR_ADDRESS_IN_USE,
  E2BIG: NetError.ERR_INVALID_ARGUMENT,
  EBADF: NetError.ERR_INVALID_HANDLE,
  EBUSY: NetError.ERR_INSUFFICIENT_RESOURCES,
  ECANCELED: NetError.ERR_ABORTED,
  EDEADLK: NetError.ERR_INSUFFICIENT_RESOURCES,
  EFAULT: NetError.ERR_INVALID_ARGUMENT,
  ENFILE: NetError.ERR_INSUFFICIENT_RESOURCES,
  EMFILE: NetError.ERR_INSUFFICIENT_RESOURCES,
  ENOBUFS: NetError.ERR_NO_BUFFER_SPACE,
  ENODEV: NetError.ERR_INVALID_ARGUMENT,
  ENOENT: NetError.ERR_FILE_NOT_FOUND,
  ENOMEM: NetError.ERR_OUT_OF_MEMORY,
  ENOSYS: NetError.ERR_NOT_IMPLEMENTED,
  ENOTSUP: NetError.ERR_NOT_IMPLEMENTED,
  EPERM: NetError.ERR_ACCESS_DENIED,
  EUSERS: NetError.ERR_INSUFFICIENT_RESOURCES,
  ENOPROTOOPT: NetError.ERR_NOT_IMPLEMENTED,
}

/**
 * Gives the net error for a POSIX error. A runtime's `error.code` is its name; its `errno` is not portable.
 * @param code a name such as `ECONNRESET`; any other value, or none, gives `-2 ERR_FAILED`
 * @errors Cannot fail.
 * @example
 * import { netErrorFromPosixCode, type Completion } from '@chrome-socket/api/backend'
 *
 * const failWith = (error: { code?: string }, complete: Completion) => complete(netErrorFromPosixCode(error.code))
 * failWith({ code: 'ECONNRESET' }, (result) => console.log(result)) // -101
 */
export function netErrorFromPosixCode(code: unknown): number {
  return (typeof code === 'string' ? byPosixCode[code] : undefined) ?? NetError.ERR_FAILED
}

/**
 * Gives the net error for the POSIX error of a TCP connect, of which Chromium says more: `MapConnectError` of
 * net/socket/tcp_socket_posix.cc.
 * @param code a name such as `ETIMEDOUT`; any other value, or none, gives `-104 ERR_CONNECTION_FAILED`
 * @errors Cannot fail.
 * @example
 * import { connectErrorFromPosixCode } from '@chrome-socket/api/backend'
 *
 * console.log(connectErrorFromPosixCode('ETIMEDOUT')) // -118, where netErrorFromPosixCode gives -7
 */
export function connectErrorFromPosixCode(code: unknown): number {
  if (code === 'EACCES') return NetError.ERR_NETWORK_ACCESS_DENIED
  if (code === 'ETIMEDOUT') return NetError.ERR_CONNECTION_TIMED_OUT
  const error = netErrorFromPosixCode(code)
  return error === NetError.ERR_FAILED ? NetError.ERR_CONNECTION_FAILED : error
}
