/** The type of a scene, and of the stage that it plays on. */
import type { Chrome, ChromeOptions } from '@chrome-socket/api'
import type { Servers } from '../servers/start-servers.ts'

export interface Stage {
  readonly chrome: Chrome
  readonly servers: Servers
  /** Makes another app, with its own `chrome`. */
  createChrome(options: ChromeOptions): Chrome
  /** Shows a remark on the screen. */
  say(text: string): void
  /** Ends the scene without failing it, by an exception, on a host that cannot play it. */
  skip(reason: string): never
}

export interface Scene {
  readonly title: string
  /** Plays the scene. An exception or a rejection fails it. */
  play(stage: Stage): Promise<void>
}
