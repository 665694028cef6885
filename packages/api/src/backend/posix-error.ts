/**
 * What a POSIX error becomes. It has a file of its own because a bundler keeps a table that reads another one, used or not.
 * Source: Chromium net/base/net_errors_posix.cc.
 */
import { NetError } from './net-error.ts'

/** Keyed by its name: numbers differ between systems and runtimes. */
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
 * The net error for a POSIX error name such as `ECONNREFUSED`; `ERR_FAILED` for any other, or none.
 * A runtime's `error.code` is such a name; its `errno` is not portable.
 */
export function netErrorFromPosixCode(code: unknown): number {
  return (typeof code === 'string' ? byPosixCode[code] : undefined) ?? NetError.ERR_FAILED
}

/**
 * The same for the error of a TCP connect, of which Chromium says more: `MapConnectError` of
 * net/socket/tcp_socket_posix.cc.
 */
export function connectErrorFromPosixCode(code: unknown): number {
  if (code === 'EACCES') return NetError.ERR_NETWORK_ACCESS_DENIED
  if (code === 'ETIMEDOUT') return NetError.ERR_CONNECTION_TIMED_OUT
  const error = netErrorFromPosixCode(code)
  return error === NetError.ERR_FAILED ? NetError.ERR_CONNECTION_FAILED : error
}
