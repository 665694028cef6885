/** What a command on a real target is given. */
import type { Readable, Writable } from 'node:stream'
import type { Chrome } from '@chrome-socket/api'

export interface Target {
  /** Tells what it does: for setting up. */
  readonly narrated: Chrome
  /** The same app, in silence: for the traffic. */
  readonly chrome: Chrome
  /** What the user has to say. */
  readonly input: Readable
  /** For what the target sends, and nothing else. */
  readonly output: Writable
  /** Tells the user something, in a line. */
  tell(text: string): void
}
