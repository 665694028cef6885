/**
 * One run of an app, from its first script to its last socket. An app that reloads itself starts another run.
 */
import process from 'node:process'
import { clearInterval, setImmediate, setInterval } from 'node:timers'
import type { Chrome } from '@chrome-socket/api'
import { alarmsNamespace } from './chrome/alarms.ts'
import { AppPage } from './chrome/app-page.ts'
import { appRuntime } from './chrome/app-runtime.ts'
import { appWindows } from './chrome/app-window.ts'
import type { App } from './chrome/app.ts'
import { commandsNamespace } from './chrome/commands.ts'
import { contextMenusNamespace } from './chrome/context-menus.ts'
import { fileSystemNamespace } from './chrome/file-system.ts'
import { hidNamespace } from './chrome/hid.ts'
import { i18nNamespace } from './chrome/i18n.ts'
import { idleNamespace, powerNamespace } from './chrome/idle-and-power.ts'
import { installChrome } from './chrome/make-chrome.ts'
import type { ChromeParts } from './chrome/make-chrome.ts'
import { messagingNamespace } from './chrome/messaging.ts'
import type { Namespace } from './chrome/namespace.ts'
import { notificationsNamespace } from './chrome/notifications.ts'
import { permissionsNamespace } from './chrome/permissions.ts'
import { appLifecycle } from './chrome/runtime.ts'
import { installSandboxedFiles } from './chrome/sandboxed-files.ts'
import { SocketNamespaces } from './chrome/sockets.ts'
import { storageNamespaces } from './chrome/storage.ts'
import { syncFileSystemNamespace } from './chrome/sync-file-system.ts'
import { systemCpuNamespace, systemDisplayNamespace, systemMemoryNamespace } from './chrome/system-device.ts'
import { systemNetworkNamespace } from './chrome/system-network.ts'
import type { LoadedApp } from './load-app.ts'
import { hostPermissions } from './manifest/host-permissions.ts'
import { permissionNames } from './manifest/permission-names.ts'
import type { Page, PageFactory, PageHost } from './page/page.ts'
import { packagePath } from './package/app-package.ts'
import { RunAppError } from './run-app-error.ts'
import type { Store } from './store/store.ts'

export interface SessionOptions extends LoadedApp {
  readonly store: Store
  readonly pages: PageFactory
  readonly folder: string | undefined
  readonly experimentalSocket: boolean
  readonly console: Console
  readonly chrome: Chrome
  /** Lists the interfaces of the network that the app's sockets are in. It needs no socket permission. */
  readonly listNetwork: () => Promise<readonly object[]>
  /** Called when the app ends itself. `restart` is true if the app asked to be started again. */
  readonly onEnd: (restart: boolean) => void
}

export interface Session {
  readonly window: Readonly<Record<string, unknown>>
  close(): Promise<void>
}

/**
 * Starts a run of an app. The promise is fulfilled after the launch. Rejects with a RunAppError for an app that needs a
 * document if the pages have none.
 */
export async function startSession(options: SessionOptions): Promise<Session> {
  requireDocument(options)
  const { pages: factory, manifest, console } = options
  const origin = `chrome-extension://${options.id}`
  const isPermitted = hostPermissions(manifest.permissions)
  const pages = new Set<AppPage>()
  const whenEnded: (() => void)[] = []
  let isHinted = factory.openDocument !== undefined
  const onError = (context: string, error: unknown): void => {
    console.error(`${context} ${describe(error)}`)
    if (isHinted || !needsDocument.test(String(error))) return
    isHinted = true
    console.error('This app needs a document: try --page jsdom.')
  }
  const hostFor = (onClose: () => void): PageHost => ({
    origin,
    location: options.files.location,
    isLegacy: manifest.app.background === undefined,
    read: (path) => options.files.read(path),
    isPermitted,
    console,
    onError,
    onClose,
  })
  const addPage = (page: Page, isBackground: boolean): AppPage => {
    const added = new AppPage(page, isBackground, onError)
    pages.add(added)
    added.whenClosed(() => pages.delete(added))
    installChrome(parts, added)
    installSandboxedFiles(app, added)
    return added
  }

  const { openDocument } = factory
  const app: App = {
    ...options,
    origin,
    pages,
    print: (line) => console.info(line),
    hold,
    keep: (name, value) =>
      void options.store
        .write(name, value)
        .catch((error: Error) => console.error(`Cannot keep the app's ${name}: ${error.message}`)),
    whenEnded: (then) => void whenEnded.push(then),
    end: (restart) => setImmediate(() => options.onEnd(restart)),
    openWindow: openDocument && ((path, onClose) => addPage(openDocument(hostFor(onClose), path), false)),
  }
  const runtime = appRuntime()
  const windows = appWindows(app)
  const lifecycle = appLifecycle(app)
  const parts: ChromeParts = {
    namespaces: [
      runtime.namespace,
      windows.namespace,
      i18nNamespace(app),
      lifecycle.namespace,
      messagingNamespace(app),
      permissionsNamespace(app),
      ...permittedNamespaces(app, options.listNetwork),
    ],
    others: socketParts(options),
    print: app.print,
  }

  const unwatch = watchRejections(pages, onError)
  const background = addPage(
    openBackground(
      options,
      hostFor(() => {}),
    ),
    true,
  )
  await background.page.load()
  // The turn of the scripts ends before the launch. If their microtasks never end, no signal handler is set yet, so
  // Ctrl-C ends the process.
  await new Promise((resolve) => {
    setImmediate(resolve)
  })
  lifecycle.started()
  launch()

  function launch(): void {
    const { local_path } = manifest.app.background === undefined ? (manifest.app.launch ?? {}) : {}
    if (local_path === undefined) return runtime.launch()
    void windows.open(packagePath(local_path) as string, {}).page?.page.load()
  }

  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    lifecycle.suspend()
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    for (const then of whenEnded) then()
    for (const page of [...pages].toReversed()) page.close()
    await options.chrome.close()
    await options.store.flushed()
    unwatch()
  }
  return { window: background.page.window, close: () => (closed ??= close()) }
}

/** Throws a RunAppError for an app that starts with a page in HTML, if the pages have no documents. */
function requireDocument({ pages, manifest }: SessionOptions): void {
  const { background, launch } = manifest.app
  const path = background === undefined ? launch?.local_path : background.page
  if (path === undefined || pages.openDocument !== undefined) return
  throw new RunAppError(`${manifest.name} starts with the page ${path}, which needs a document. Try --page jsdom.`)
}

function openBackground({ pages, manifest }: SessionOptions, host: PageHost): Page {
  const { scripts = [], page } = manifest.app.background ?? {}
  const paths = scripts.map((script) => packagePath(script) as string)
  if (page === undefined || pages.openDocument === undefined) return pages.openBackground(host, paths)
  return pages.openDocument(host, packagePath(page) as string)
}

/** The namespaces that an app has only with the permission of the same name, or with a key of the manifest. */
function permittedNamespaces(app: App, listNetwork: SessionOptions['listNetwork']): readonly Namespace[] {
  const makers: Readonly<Record<string, () => readonly Namespace[]>> = {
    storage: () => storageNamespaces(app),
    alarms: () => [alarmsNamespace(app)],
    idle: () => [idleNamespace()],
    power: () => [powerNamespace()],
    notifications: () => [notificationsNamespace(app)],
    'system.display': () => [systemDisplayNamespace()],
    'system.cpu': () => [systemCpuNamespace()],
    'system.memory': () => [systemMemoryNamespace()],
    'system.network': () => [systemNetworkNamespace(listNetwork)],
    fileSystem: () => [fileSystemNamespace(app)],
    contextMenus: () => [contextMenusNamespace()],
    hid: () => [hidNamespace()],
    syncFileSystem: () => [syncFileSystemNamespace()],
  }
  const names = new Set(permissionNames(app.manifest.permissions))
  const { commands } = app.manifest
  return [
    ...Object.entries(makers).flatMap(([name, make]) => (names.has(name) ? make() : [])),
    ...(typeof commands === 'object' && commands !== null ? [commandsNamespace(commands)] : []),
  ]
}

/** The socket namespaces: chrome.socket needs the permission in the manifest, chrome.sockets its `sockets` key. */
function socketParts({ chrome, manifest, experimentalSocket }: SessionOptions): ChromeParts['others'] {
  const exposed = new SocketNamespaces(chrome.runtime)
  const isPermitted = manifest.permissions?.some((each) => typeof each === 'object' && 'socket' in each) === true
  const { socket, sockets } = chrome as { readonly socket: object; readonly sockets?: object }
  return {
    ...(isPermitted ? { socket: (page: AppPage) => exposed.expose(socket, page) } : {}),
    ...(experimentalSocket ? { 'experimental.socket': (page: AppPage) => exposed.expose(socket, page) } : {}),
    ...(manifest.sockets !== undefined && sockets !== undefined
      ? { sockets: (page: AppPage) => exposed.expose(sockets, page) }
      : {}),
  }
}

/** Keeps the process alive, by a timer, which every runtime waits for. */
function hold(): () => void {
  const timer = setInterval(() => {}, 2 ** 30)
  return () => clearInterval(timer)
}

/** Reports rejected promises of the app, and lets the app go on. Rejected promises of the host are left to the host. */
function watchRejections(pages: ReadonlySet<AppPage>, onError: AppPage['onError']): () => void {
  const onRejection = (reason: unknown, promise: unknown): void => {
    const isOfApp = [...pages].some((page) => page.realm.isPromise(promise))
    if (isOfApp) return onError('Uncaught (in promise)', reason)
    // A runtime without a listener throws the reason. With this listener it would do nothing.
    if (process.listenerCount('unhandledRejection') === 1) throw reason
  }
  process.on('unhandledRejection', onRejection)
  return () => void process.off('unhandledRejection', onRejection)
}

/** Matches the errors of scripts that find no document. */
const needsDocument = /\b(?:document|createElement|matchMedia|XMLHttpRequest|localStorage|Image)\b/

/** Describes an error of any realm: its message, then the frames of its stack that are in the app. */
function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  // Bun's stack does not begin with the message.
  const { stack } = error as { readonly stack?: unknown }
  const frames =
    typeof stack === 'string' ? stack.split('\n').filter((line) => /^\s+at .*chrome-extension:/.test(line)) : []
  return [String(error), ...frames].join('\n')
}
