/**
 * Maps Node's errors to net errors.
 * Source: https://nodejs.org/docs/latest-v20.x/api/errors.html, and net/base/net_errors_posix.cc of Chromium
 */
import util from 'node:util'
import type { NetResult } from '@chrome-socket/api/backend'
import { connectErrorFromPosixCode, NetError, netErrorFromPosixCode } from '@chrome-socket/api/backend'
import { StreamError } from '@chrome-socket/api/backend/node'

/** The results for errors that Node raises itself, before it asks the system. */
const byNodeCode: Readonly<Record<string, NetResult>> = {
  ERR_STREAM_DESTROYED: NetError.ERR_CONNECTION_CLOSED,
  ERR_SOCKET_CLOSED: NetError.ERR_CONNECTION_CLOSED,
  ERR_SOCKET_DGRAM_NOT_RUNNING: NetError.ERR_CONNECTION_CLOSED,
  ERR_SOCKET_BAD_PORT: NetError.ERR_INVALID_ARGUMENT,
}

export function errorResult(error: Error): NetResult {
  if (error instanceof StreamError) return error.result
  const code = codeOf(error)
  return byNodeCode[code] ?? netErrorFromPosixCode(code)
}

/** The result of a failed TCP connect. */
export function connectErrorResult(error: Error): NetResult {
  return connectErrorFromPosixCode(codeOf(error))
}

/** The POSIX code of an error. A missing permission of Node or Deno has none, so it becomes EACCES. */
function codeOf(error: Error): string {
  const { code = '', name } = error as NodeJS.ErrnoException
  return code === 'ERR_ACCESS_DENIED' || name === 'NotCapable' ? 'EACCES' : code
}

/**
 * The result for a status of a handle. The mapping uses the name of the status, because its number differs between systems.
 */
export function statusResult(status: number): NetResult {
  return status === 0 ? NetError.OK : netErrorFromPosixCode(util.getSystemErrorName(status))
}

/** The result of a TCP connect that failed with this status. */
export function connectStatusResult(status: number): NetResult {
  return connectErrorFromPosixCode(util.getSystemErrorName(status))
}

/** The result of a function that throws if it fails. */
export function resultOf(change: () => void): NetResult {
  try {
    change()
    return NetError.OK
  } catch (error) {
    return errorResult(error as Error)
  }
}
