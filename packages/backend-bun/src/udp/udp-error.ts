/** Maps the errors of Bun's UDP sockets to net errors. */
import { NetError, netErrorFromPosixCode } from '@chrome-socket/api/backend'
import type { NetResult } from '@chrome-socket/api/backend'
import type { BunError } from '../bun-types.ts'

/** The result for an error. Bun's own error, for text that is not an address, has no POSIX name. */
export function udpError(error: unknown): NetResult {
  const { code } = error as BunError
  return code === 'ERR_INVALID_ARG_TYPE' ? NetError.ERR_INVALID_ARGUMENT : netErrorFromPosixCode(code)
}
