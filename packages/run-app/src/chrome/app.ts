/** The running app, which the namespaces share. */
import type { Manifest } from '../manifest/manifest.ts'
import type { Messages } from '../manifest/locales.ts'
import type { AppPackage } from '../package/app-package.ts'
import type { Store } from '../store/store.ts'
import type { AppPage } from './app-page.ts'

export interface App {
  readonly id: string
  /** The app's origin: `chrome-extension://<id>`. */
  readonly origin: string
  readonly files: AppPackage
  readonly manifest: Manifest
  readonly messages: Messages
  /** The user's locale, such as `en_US`. */
  readonly locale: string
  readonly store: Store
  /** Writes a value that no call of the app waits for. A failure is printed. */
  readonly keep: (name: string, value: unknown) => void
  /** The open pages; the background page comes first. */
  readonly pages: Set<AppPage>
  /** A folder that the user gave on the command line, for `fileSystem.chooseEntry`. */
  readonly folder: string | undefined
  /** Prints a line for the user, such as a notification. */
  readonly print: (line: string) => void
  /** Keeps the process alive until the returned function is called. */
  readonly hold: () => () => void
  /** Opens a page of the package in a window. Undefined if pages have no document. */
  readonly openWindow: ((path: string, onClose: () => void) => AppPage) | undefined
  /** Registers a function that is called when the app ends, before its pages close. */
  readonly whenEnded: (then: () => void) => void
  /** Ends the app; `restart` starts it again. */
  readonly end: (restart: boolean) => void
}
