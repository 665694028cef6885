/**
 * Node's errors as net errors.
 * Source: https://nodejs.org/docs/latest-v20.x/api/errors.html, and net/base/net_errors_posix.cc of Chromium
 */
import util from 'node:util'
import type { NetResult } from '@chrome-socket/api/backend'
import { connectErrorFromPosixCode, NetError, netErrorFromPosixCode } from '@chrome-socket/api/backend'
import { StreamError } from '@chrome-socket/api/backend/node'

/** Errors that Node raises itself, before or instead of asking the system. */
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

/** The result of a TCP connect that failed. */
export function connectErrorResult(error: Error): NetResult {
  return connectErrorFromPosixCode(codeOf(error))
}

/** The errors of the permissions of Node and Deno are not of the system. Those of Deno have no code. */
function codeOf(error: Error): string {
  const { code = '', name } = error as NodeJS.ErrnoException
  return code === 'ERR_ACCESS_DENIED' || name === 'NotCapable' ? 'EACCES' : code
}

/** The result for a number that Node's handles return. It goes by its name, since the numbers differ between systems. */
export function statusResult(status: number): NetResult {
  return status === 0 ? NetError.OK : netErrorFromPosixCode(util.getSystemErrorName(status))
}

/** The result of a TCP connect that failed with this number. */
export function connectStatusResult(status: number): NetResult {
  return connectErrorFromPosixCode(util.getSystemErrorName(status))
}

/** The result of something that throws when it fails. */
export function resultOf(change: () => void): NetResult {
  try {
    change()
    return NetError.OK
  } catch (error) {
    return errorResult(error as Error)
  }
}
