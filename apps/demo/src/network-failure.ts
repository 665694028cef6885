/** A failure of the network. The demo prints it in one line, because it is not a fault of the program. */
import { netErrorToString } from '@chrome-socket/api'

export class NetworkFailure extends Error {}

/** Throws if a call failed. `undefined` means that the callback had no argument. */
export function expectOk(call: string, result: number | undefined): void {
  if (result === undefined) throw new NetworkFailure(`${call} failed`)
  if (result < 0) throw new NetworkFailure(`${call} failed: ${netErrorToString(result)}`)
}
