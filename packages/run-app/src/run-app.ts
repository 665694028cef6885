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

/** The app to run, and the parts that it runs on. */
export interface RunAppOptions {
  /** The app: its folder, its `.zip` or its `.crx`. */
  readonly directory: string
  /** The transport of its sockets. The default is the backend that was registered last. */
  readonly backend?: Backend
  /** The TLS provider for `secure`. The default is the provider that was registered last. */
  readonly tls?: TlsProvider
  /** The folder for the data that the app stores. By default the data is in memory and is lost when the app ends. */
  readonly storage?: string
  /**
   * The kind of its pages: `none` (the default), which have no document; `jsdom`, which has to be installed; or a
   * factory of your own.
   */
  readonly page?: 'none' | 'jsdom' | PageFactory
  /** A folder that the app may use: `chrome.fileSystem.chooseEntry` chooses it. */
  readonly folder?: string
  /** The user's language, such as `de` or `en-US`. The default is this machine's. */
  readonly locale?: string
  /** Whether the app also has `chrome.experimental.socket`, the name of `chrome.socket` in 2012. */
  readonly experimentalSocket?: boolean
  /** The console for the app's own lines, its errors and its notifications. The default is the runtime's console. */
  readonly console?: Console
}

/** A running app. `await using` closes it. */
export interface RunningApp extends AsyncDisposable {
  /** The app's id. As in Chromium, it comes from the manifest's `key`, or else from the path. */
  readonly id: string
  /** The manifest, with its texts in the user's language. */
  readonly manifest: Manifest
  /** The `window` of its background page, as its scripts see it. It is a new object after the app has reloaded itself. */
  readonly window: Readonly<Record<string, unknown>>
  /** A promise that is fulfilled when the app has ended, by `close` or by itself. */
  readonly ended: Promise<void>

  /**
   * Raises onSuspend, closes every window and every socket, and waits until the app's data is stored.
   * @errors Cannot fail. `ended` is fulfilled, too.
   * @example
   * import { runApp } from '@chrome-socket/run-app'
   *
   * const app = await runApp({ directory: './my-kiosk-app' })
   * await app.close()
   */
  close(): Promise<void>
}

/**
 * Starts an old Chrome App: loads its background scripts and launches it. The promise is fulfilled after the launch.
 * @param options the app's folder, `.zip` or `.crx`, and the parts that it runs on
 * @throws RunAppError, as a rejection: the app cannot be started. If Chromium would refuse its manifest, the message is
 * Chromium's.
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
    // Some browsers lack the symbol.
    ...((Symbol.asyncDispose ? { [Symbol.asyncDispose]: close } : {}) as AsyncDisposable),
  }
}

async function pageFactory(page: 'none' | 'jsdom' | PageFactory): Promise<PageFactory> {
  if (page === 'none') return barePages
  return page === 'jsdom' ? jsdomPages() : page
}
