/** A failure of the network, which is told in one line: it is no fault of the program. */
import { netErrorToString } from '@chrome-socket/api'

export class NetworkFailure extends Error {}

/** Throws for the result of a call that failed; `undefined` is that of a callback without an argument. */
export function expectOk(call: string, result: number | undefined): void {
  if (result === undefined) throw new NetworkFailure(`${call} failed`)
  if (result < 0) throw new NetworkFailure(`${call} failed: ${netErrorToString(result)}`)
}
