/**
 * The error of an app that cannot be started, for a reason that its user can do something about: the command prints the message alone.
 * @errors Cannot fail. It is what `runApp` rejects with.
 * @example
 * import { runApp, RunAppError } from '@chrome-socket/run-app'
 *
 * await runApp({ directory: './my-kiosk-app' }).catch((error: unknown) => {
 *   if (!(error instanceof RunAppError)) throw error
 *   console.error(error.message)
 * })
 */
export class RunAppError extends Error {
  /** `RunAppError`. */
  override readonly name: string = 'RunAppError'
}
