/** The errors of Bun's UDP sockets as net errors. */
import { NetError, netErrorFromPosixCode } from '@chrome-socket/api/backend'
import type { NetResult } from '@chrome-socket/api/backend'
import type { BunError } from '../bun-types.ts'

/** An error that Bun throws of its own accord has no POSIX name. It is about text that is no address. */
export function udpError(error: unknown): NetResult {
  const { code } = error as BunError
  return code === 'ERR_INVALID_ARG_TYPE' ? NetError.ERR_INVALID_ARGUMENT : netErrorFromPosixCode(code)
}
