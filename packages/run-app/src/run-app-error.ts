/**
 * The error of an app that cannot be started, for a reason that its user can remove. The command prints only its message.
 * @errors Cannot fail. `runApp` rejects with it.
 * @example
 * import { runApp, RunAppError } from '@chrome-socket/run-app'
 *
 * await runApp({ directory: './my-kiosk-app' }).catch((error: unknown) => {
 *   if (!(error instanceof RunAppError)) throw error
 *   console.error(error.message)
 * })
 */
export class RunAppError extends Error {
  /** The name of the class, `RunAppError`. */
  override readonly name: string = 'RunAppError'
}
