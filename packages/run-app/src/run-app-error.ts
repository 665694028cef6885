/** An app cannot be started, for a reason that its user can do something about: the command prints the message alone. */
export class RunAppError extends Error {
  override readonly name: string = 'RunAppError'
}
