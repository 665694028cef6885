/// <reference types="node" preserve="true" />
/**
 * A page of an app: where scripts of its run, with a `chrome` of its own. `chrome.*` needs no more of a page than this, so that
 * a page can be a realm without a document, jsdom, or one day a browser's.
 */
import type { Realm } from '../realm/realm.ts'

/** Where scripts of an app run, with a `chrome` of its own. */
export interface Page {
  /** Where its scripts run. */
  readonly realm: Realm
  /** `chrome-extension://<id>/<path>`. */
  readonly url: string
  /** `window`, as the app sees it. */
  readonly window: Record<string, unknown>
  /** Runs the page's own scripts, in their order, and raises `load`. Called once, when `chrome` is in it. */
  load(): Promise<void>
  /** Stops its timers and what it loads. */
  close(): void
  /** Makes the File that an app gets from a FileEntry. */
  makeFile(bytes: Uint8Array, name: string, modified: number): unknown
  /** Gives the bytes of a Blob of this page. */
  readBlob(blob: unknown): Promise<Uint8Array>
}

/** Where pages come from: `--page none`, `--page jsdom`. */
export interface PageFactory {
  /** The page that Chromium makes for `app.background.scripts`, which are paths in the package. */
  openBackground(host: PageHost, scripts: readonly string[]): Page
  /** A page that the package has: a background page, or a window. Absent where there is no document. */
  openDocument?(host: PageHost, path: string): Page
}

/** What a page needs to know of its app. */
export interface PageHost {
  /** `chrome-extension://<id>`. */
  readonly origin: string
  /** The bytes of a file of the package. */
  read(path: string): Uint8Array | undefined
  /** Where the page's console goes. */
  readonly console: Console
  /** Called with an error that nothing in the page caught. `context` is Chromium's: `Uncaught`, `Uncaught (in promise)`. */
  onError(context: string, error: unknown): void
  /** Called when a script of the page closes its window. */
  onClose(): void
}

/** As Chromium on this machine would say. */
export const userAgent: string =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'
