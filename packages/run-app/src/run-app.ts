/// <reference lib="esnext.disposable" preserve="true" />
/**
 * `runApp`: starts an old Chrome App.
 */
import { createChrome } from '@chrome-socket/api'
import type { Backend, TlsProvider } from '@chrome-socket/api'
import type { Manifest } from './manifest/manifest.ts'
import { barePages } from './page/bare-page.ts'
import { jsdomPages } from './page/jsdom-page.ts'
import type { PageFactory } from './page/page.ts'
import { loadApp } from './load-app.ts'
import { startSession } from './session.ts'
import type { Session } from './session.ts'
import { lockFolder } from './store/folder-lock.ts'
import { folderStore, memoryStore } from './store/store.ts'

/** Which app is run, and on what. */
export interface RunAppOptions {
  /** The app: its folder, its `.zip` or its `.crx`. */
  readonly directory: string
  /** The transport of its sockets. By default the one that was registered last. */
  readonly backend?: Backend
  /** What `secure` uses. By default the one that was registered last. */
  readonly tls?: TlsProvider
  /** A folder for what the app stores. By default it is kept in memory, and gone when the app ends. */
  readonly storage?: string
  /** What its pages are: `none`, without a document, by default; `jsdom`, which has to be installed; or your own. */
  readonly page?: 'none' | 'jsdom' | PageFactory
  /** A folder that the app may have: `chrome.fileSystem.chooseEntry` chooses it. */
  readonly folder?: string
  /** The user's language, such as `de` or `en-US`. By default that of this machine. */
  readonly locale?: string
  /** Gives the app `chrome.experimental.socket` as well, the name of `chrome.socket` in 2012. */
  readonly experimentalSocket?: boolean
  /** Where the app's console, its errors and its notifications go. By default to the runtime's console. */
  readonly console?: Console
}

/** An app that runs. `await using` closes it. */
export interface RunningApp extends AsyncDisposable {
  /** As in Chromium: from the manifest's `key`, or else from the path. */
  readonly id: string
  /** With its texts in the user's language. */
  readonly manifest: Manifest
  /** `window` of its background page, as its scripts see it. Another one after the app has reloaded itself. */
  readonly window: Readonly<Record<string, unknown>>
  /** Fulfilled when the app has ended, by `close` or by itself. */
  readonly ended: Promise<void>

  /**
   * Raises onSuspend, closes every window and every socket, and waits until what the app stores is kept.
   * @errors Cannot fail. `ended` is fulfilled then, too.
   * @example
   * import { runApp } from '@chrome-socket/run-app'
   *
   * const app = await runApp({ directory: './my-kiosk-app' })
   * await app.close()
   */
  close(): Promise<void>
}

/**
 * Starts an old Chrome App: loads its background scripts, and launches it. Done once it is launched.
 * @param options the app's folder, `.zip` or `.crx`, and what it runs on
 * @throws RunAppError, as a rejection: the app cannot be started. Where Chromium would refuse its manifest, it is in Chromium's words.
 * @example
 * import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
 * import { runApp } from '@chrome-socket/run-app'
 *
 * const app = await runApp({ directory: './my-kiosk-app', backend: nodeBackend(), tls: nodeTls() })
 * process.once('SIGINT', () => void app.close())
 * await app.ended
 */
export async function runApp(options: RunAppOptions): Promise<RunningApp> {
  const app = loadApp(options.directory, options.locale)
  const pages = await pageFactory(options.page ?? 'none')
  const { storage } = options
  const store = storage === undefined ? memoryStore() : folderStore(storage)
  const unlock = storage === undefined ? () => {} : await lockFolder(storage)
  const makeSocketChrome = () => {
    const { backend, tls } = options
    const { permissions, sockets } = app.manifest
    return createChrome({
      ...(backend === undefined ? {} : { backend }),
      ...(tls === undefined ? {} : { tls }),
      permissions: permissions ?? [],
      ...(sockets === undefined ? {} : { sockets }),
    })
  }
  const listNetwork = async () => {
    const unlimited = createChrome(options.backend === undefined ? {} : { backend: options.backend })
    return unlimited.socket.getNetworkList()
  }

  let finish: () => void = () => {}
  const ended = new Promise<void>((resolve) => {
    finish = () => {
      store.discard()
      unlock()
      resolve()
    }
  })
  let session: Session
  const start = async (): Promise<void> => {
    session = await startSession({
      ...app,
      store,
      pages,
      folder: options.folder,
      experimentalSocket: options.experimentalSocket === true,
      console: options.console ?? console,
      chrome: makeSocketChrome(),
      listNetwork,
      onEnd: (restart) => void session.close().then(() => (restart ? start() : finish())),
    })
  }
  try {
    await start()
  } catch (error) {
    finish()
    throw error
  }
  const close = async (): Promise<void> => {
    await session.close()
    finish()
  }
  return {
    id: app.id,
    manifest: app.manifest,
    get window() {
      return session.window
    },
    ended,
    close,
    // Not every browser has the symbol yet.
    ...((Symbol.asyncDispose ? { [Symbol.asyncDispose]: close } : {}) as AsyncDisposable),
  }
}

async function pageFactory(page: 'none' | 'jsdom' | PageFactory): Promise<PageFactory> {
  if (page === 'none') return barePages
  return page === 'jsdom' ? jsdomPages() : page
}
