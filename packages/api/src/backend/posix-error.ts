/**
 * Maps POSIX errors to Chromium's net errors. The table has a file of its own, since a bundler keeps a table that reads another
 * one, whether it is used or not.
 * Source: Chromium net/base/net_errors_posix.cc.
 */
import { NetError } from './net-error.ts'

/** Chromium's net error for each POSIX error. The keys are names, since numbers differ between systems and runtimes. */
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
 * Returns the net error for a POSIX error. A runtime's `error.code` is its name; its `errno` is not portable.
 * @param code a name such as `ECONNRESET`; any other value gives `-2 ERR_FAILED`
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
 * Returns the net error for the POSIX error of a TCP connect, as `MapConnectError` of net/socket/tcp_socket_posix.cc.
 * @param code a name such as `ETIMEDOUT`; any other value gives `-104 ERR_CONNECTION_FAILED`
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
