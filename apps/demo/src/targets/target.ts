/** The arguments of a command on a real target. */
import type { Readable, Writable } from 'node:stream'
import type { Chrome } from '@chrome-socket/api'

export interface Target {
  /** The app for the calls that set up a socket, which are shown on the screen. */
  readonly narrated: Chrome
  /** The same app for reads and writes, which are not shown. */
  readonly chrome: Chrome
  /** The user's input. */
  readonly input: Readable
  /** The output for received bytes, and for nothing else. */
  readonly output: Writable
  /** Shows a line to the user. */
  tell(text: string): void
}
