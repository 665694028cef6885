/** What a command on a real target is given. */
import type { Chrome } from '@chrome-socket/api'

export interface Target {
  /** Tells what it does: for setting up. */
  readonly narrated: Chrome
  /** The same app, in silence: for the traffic. */
  readonly chrome: Chrome
}
