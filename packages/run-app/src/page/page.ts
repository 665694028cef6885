/// <reference types="node" preserve="true" />
/**
 * A page of an app: its scripts run in it, and it has its own `chrome`. `chrome.*` needs only this interface, so that a
 * page can be a realm without a document, a jsdom window, or one day a browser's page.
 */
import type { Realm } from '../realm/realm.ts'

/** A page of an app: its scripts run in it, and it has its own `chrome`. */
export interface Page {
  /** The realm of its scripts. */
  readonly realm: Realm
  /** The page's URL: `chrome-extension://<id>/<path>`. */
  readonly url: string
  /** The `window` that the app sees. */
  readonly window: Record<string, unknown>
  /** Runs the page's own scripts, in order, and raises `load`. Called once, after `chrome` has been defined. */
  load(): Promise<void>
  /** Stops its timers and its loading. */
  close(): void
  /** Makes the File that an app gets from a FileEntry. */
  makeFile(bytes: Uint8Array, name: string, modified: number): unknown
  /** Reads the bytes of a Blob of this page. */
  readBlob(blob: unknown): Promise<Uint8Array>
}

/** Makes the pages of an app: `--page none` or `--page jsdom`. */
export interface PageFactory {
  /** Makes the page that Chromium makes for `app.background.scripts`. `scripts` are paths in the package. */
  openBackground(host: PageHost, scripts: readonly string[]): Page
  /** Opens a page of the package: a background page, or a window. Absent if the pages have no document. */
  openDocument?(host: PageHost, path: string): Page
}

/** The parts of its app that a page needs. */
export interface PageHost {
  /** The app's origin: `chrome-extension://<id>`. */
  readonly origin: string
  /** The path of the package on this machine. Its workers open it again. */
  readonly location: string
  /** Whether the app is a legacy packaged app, from which Chromium withholds nothing that a web page has. */
  readonly isLegacy: boolean
  /** Reads the bytes of a file of the package. Returns undefined if there is no such file. */
  read(path: string): Uint8Array | undefined
  /** Whether the manifest's permissions name the host of a URL. Requests to it need no permission of the host. */
  isPermitted(url: URL): boolean
  /** The target of the page's console. */
  readonly console: Console
  /** Called with an uncaught error of the page. `context` is Chromium's: `Uncaught`, `Uncaught (in promise)`. */
  onError(context: string, error: unknown): void
  /** Called when a script of the page closes its window. */
  onClose(): void
}

/** The `navigator.userAgent` of Chromium 156 on Linux. */
export const userAgent: string =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'
