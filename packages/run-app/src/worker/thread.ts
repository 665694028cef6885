/**
 * The thread of a worker. Its script runs in a realm of its own, with the globals of a worker and without `chrome`, as in
 * Chromium. It reads the files of the app's package only.
 * Source: https://html.spec.whatwg.org/multipage/workers.html; measured on Chromium 156.
 */
import process from 'node:process'
import { format } from 'node:util'
import { parentPort, workerData } from 'node:worker_threads'
import type { MessagePort, TransferListItem } from 'node:worker_threads'
import { MissingModule } from '../module/module-graph.ts'
import { pageModules } from '../module/modules.ts'
import { packagePath } from '../package/app-package.ts'
import { openPackage } from '../package/open-package.ts'
import { addBareGlobals } from '../page/bare-globals.ts'
import { defineFunctions, defineGlobals } from '../page/globals.ts'
import { readRuntimeObject } from '../page/object-url.ts'
import type { PageHost } from '../page/page.ts'
import { makeTimers } from '../page/timers.ts'
import { windowEvents } from '../page/window-events.ts'
import { createRealm } from '../realm/realm.ts'
import type { Realm } from '../realm/realm.ts'
import { cloning, transferOf } from './cloning.ts'
import type { ConsoleMethod, FromThread, ToThread, WorkerTask } from './thread-messages.ts'

const port = parentPort as MessagePort
const task = workerData as WorkerTask

function tell(message: FromThread, transfer?: readonly TransferListItem[]): void {
  port.postMessage(message, transfer)
}

const consoleMethods: readonly ConsoleMethod[] = ['debug', 'error', 'info', 'log', 'warn']

function makeHost(): PageHost {
  const files = openPackage(task.location)
  const lines = consoleMethods.map((method) => [
    method,
    (...args: unknown[]) => tell({ type: 'print', method, line: format(...args) }),
  ])
  return {
    origin: task.origin,
    location: task.location,
    isLegacy: false,
    read: (path) => files.read(path),
    isPermitted: () => false,
    console: Object.fromEntries(lines) as Console,
    onError(context, error) {
      const { stack } = Object(error) as { readonly stack?: unknown }
      tell({ type: 'error', context, message: String(error), stack: typeof stack === 'string' ? stack : '' })
    },
    onClose() {},
  }
}

function start(): void {
  const app = makeHost()
  const realm = createRealm()
  const events = windowEvents(realm, app, task.url)
  const timers = makeTimers(realm, events.report)
  addBareGlobals(realm, app, task.url, { timers, events })
  addWorkerGlobals(realm, app)

  let isClosed = false
  defineFunctions(realm, {
    close() {
      isClosed = true
      timers.clearAll()
      tell({ type: 'close' })
    },
  })
  process.on('unhandledRejection', (reason) => app.onError('Uncaught (in promise)', reason))
  if (!runMain(realm, app, events.report)) return tell({ type: 'missing' })
  const { MessageEvent: OwnMessageEvent } = realm.global as unknown as { readonly MessageEvent: typeof MessageEvent }
  port.on('message', ({ data }: ToThread) => {
    if (!isClosed) events.dispatch(new OwnMessageEvent('message', { data: realm.receive(data) }))
  })
}

/** Runs the worker's script. Returns false if it is not there. */
function runMain(realm: Realm, app: PageHost, report: (error: unknown) => void): boolean {
  if (task.isModule) return runModule(realm, app, report)
  const text = task.text ?? readScript(app, task.url)
  if (text === undefined) return false
  try {
    realm.run(text, task.url)
  } catch (error) {
    report(error)
  }
  return true
}

/** Runs the worker's module. As in Chromium, the page does not hear why a module could not be evaluated. */
function runModule(realm: Realm, app: PageHost, report: (error: unknown) => void): boolean {
  const { url, text } = task
  const modules = pageModules(app, realm, readRuntimeObject, text === undefined ? undefined : { url, text })
  let isValid = true
  const refuse = (error: unknown): void => {
    // An error that `onError` gets becomes an event of the page's Worker.
    app.console.error(`Uncaught ${(error as Error).stack}`)
    isValid = false
  }
  try {
    modules.run(url, report, refuse)
  } catch (error) {
    if (!(error instanceof MissingModule)) throw error
    isValid = false
  }
  return isValid
}

function readScript(app: PageHost, url: string): string | undefined {
  const path = url.startsWith(`${app.origin}/`) ? packagePath(new URL(url).pathname) : undefined
  const bytes = path === undefined ? undefined : app.read(path)
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes)
}

function addWorkerGlobals(realm: Realm, app: PageHost): void {
  defineGlobals(realm, { name: task.name, onmessage: null, onmessageerror: null, onerror: null })
  for (const name of ['WorkerGlobalScope', 'DedicatedWorkerGlobalScope']) {
    const source = `(class ${name} { static [Symbol.hasInstance](value) { return value === globalThis } })`
    defineGlobals(realm, { [name]: realm.run(source, name) })
  }
  defineGlobals(realm, { constructor: realm.global['DedicatedWorkerGlobalScope'] })
  defineFunctions(realm, {
    postMessage(data: unknown, options: unknown) {
      cloning(realm, "'postMessage' on 'DedicatedWorkerGlobalScope'", () =>
        tell({ type: 'message', data }, transferOf(options)),
      )
    },
    importScripts(...urls: unknown[]) {
      if (task.isModule) {
        throw new TypeError(
          "Failed to execute 'importScripts' on 'WorkerGlobalScope': Module scripts don't support importScripts().",
        )
      }
      for (const each of urls) importScript(realm, app, new URL(String(each), task.url).href)
    },
  })
}

function importScript(realm: Realm, app: PageHost, url: string): void {
  const text = readScript(app, url)
  if (text !== undefined) return void realm.run(text, url)
  const { DOMException: OwnException } = realm.global as unknown as { readonly DOMException: typeof DOMException }
  const message = `Failed to execute 'importScripts' on 'WorkerGlobalScope': The script at '${url}' failed to load.`
  throw new OwnException(message, 'NetworkError')
}

start()
