/** What a scene is given, and what it is. */
import type { Chrome, ChromeOptions } from '@chrome-socket/api'
import type { Servers } from '../servers/start-servers.ts'

export interface Stage {
  readonly chrome: Chrome
  readonly servers: Servers
  /** Another app, with a `chrome` of its own. */
  createChrome(options: ChromeOptions): Chrome
  /** Puts a remark on the screen. */
  say(text: string): void
  /** Throws what ends the scene without failing it, on a host that cannot play it. */
  skip(reason: string): never
}

export interface Scene {
  readonly title: string
  /** What it throws, or rejects with, fails it. */
  play(stage: Stage): Promise<void>
}
