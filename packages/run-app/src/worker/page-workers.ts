/**
 * The class `Worker` of a page. Each worker is a thread of the runtime. It ends when it closes, when the app terminates it,
 * or when its page closes.
 */
import { Worker as Thread } from 'node:worker_threads'
import { defineGlobals } from '../page/globals.ts'
import { isScriptType } from '../page/media-type.ts'
import type { ReadObjectUrl } from '../page/object-url.ts'
import type { PageHost } from '../page/page.ts'
import type { Realm } from '../realm/realm.ts'
import { cloning, transferOf } from './cloning.ts'
import type { FromThread, ToThread, WorkerTask } from './thread-messages.ts'

export interface PageWorkers {
  closeAll(): void
}

/** The parts of a page that its workers need. */
export interface WorkerPage {
  readonly realm: Realm
  readonly url: string
  readonly readObjectUrl: ReadObjectUrl
}

/** Raises an event at the Worker. Returns false if the app has handled it. */
type Dispatch = (type: string, kind: 'Event' | 'MessageEvent' | 'ErrorEvent', init: object) => boolean

interface RunningWorker {
  postMessage(data: unknown, options: unknown): void
  terminate(): void
}

// The built file: a thread has no compiler, and the tests run the sources.
const script = new URL('../../dist/worker/thread.js', import.meta.url)

/** Defines `Worker` in a page. */
export function defineWorkers(page: WorkerPage, app: PageHost): PageWorkers {
  const running = new Set<RunningWorker>()
  const { realm } = page
  const start = (reference: unknown, options: unknown, dispatch: Dispatch): object => {
    const { type, name = '' } = Object(options) as { readonly type?: unknown; readonly name?: unknown }
    const url = new URL(String(reference), page.url).href
    refuseOthers(realm, app, url)
    const worker = startWorker(page, app, { url, name: String(name), isModule: type === 'module' }, dispatch, () =>
      running.delete(worker),
    )
    running.add(worker)
    const functions = Object.entries({ postMessage: worker.postMessage, terminate: worker.terminate })
    return Object.fromEntries(functions.map(([name, run]) => [name, realm.exposeFunction(name, run as never)]))
  }
  const define = realm.run(classSource, 'Worker') as (start: object) => unknown
  defineGlobals(realm, { Worker: define(realm.exposeFunction('start', start as never)) })
  return {
    closeAll() {
      for (const worker of running) worker.terminate()
    },
  }
}

/** The class, in the realm of the app. `Event` and the like may be jsdom's or the runtime's. */
const classSource = `(start) => {
  const events = { Event, MessageEvent, ErrorEvent }
  const needsArgument = (args, where) => {
    if (args.length === 0) throw new TypeError('Failed to ' + where + ': 1 argument required, but only 0 present.')
  }
  return class Worker extends EventTarget {
    #thread
    #handlers = {}
    constructor(url, options = undefined) {
      needsArgument(arguments, "construct 'Worker'")
      super()
      this.#thread = start(String(url), options, (type, kind, init) => this.dispatchEvent(new events[kind](type, init)))
    }
    postMessage(message, options = undefined) {
      needsArgument(arguments, "execute 'postMessage' on 'Worker'")
      this.#thread.postMessage(message, options)
    }
    terminate() { this.#thread.terminate() }
    #handle(type, handler) {
      if (this.#handlers[type] !== undefined) this.removeEventListener(type, this.#handlers[type].listener)
      delete this.#handlers[type]
      if (typeof handler !== 'function') return
      const listener = (event) => handler.call(this, event)
      this.#handlers[type] = { handler, listener }
      this.addEventListener(type, listener)
    }
    get onmessage() { return this.#handlers.message?.handler ?? null }
    set onmessage(handler) { this.#handle('message', handler) }
    get onerror() { return this.#handlers.error?.handler ?? null }
    set onerror(handler) { this.#handle('error', handler) }
    get [Symbol.toStringTag]() { return 'Worker' }
  }
}`

/** Throws for a script of another origin. */
function refuseOthers(realm: Realm, { origin }: PageHost, url: string): void {
  if (url.startsWith(`${origin}/`) || /^(?:blob|data):/.test(url)) return
  const { DOMException: OwnException } = realm.global as unknown as { readonly DOMException: typeof DOMException }
  const problem = `Script at '${url}' cannot be accessed from origin '${origin}'.`
  throw new OwnException(`Failed to construct 'Worker': ${problem}`, 'SecurityError')
}

function startWorker(
  page: WorkerPage,
  app: PageHost,
  { url, name, isModule }: Pick<WorkerTask, 'url' | 'name' | 'isModule'>,
  dispatch: Dispatch,
  onEnd: () => void,
): RunningWorker {
  let thread: Thread | undefined
  let hasEnded = false
  const waiting: [ToThread, readonly unknown[]][] = []
  const end = (): void => {
    hasEnded = true
    onEnd()
    void thread?.terminate()
  }
  const handle = (message: FromThread): void => {
    if (hasEnded) return
    switch (message.type) {
      case 'message':
        return void dispatch('message', 'MessageEvent', { data: page.realm.receive(message.data), origin: '' })
      case 'print':
        return app.console[message.method](message.line)
      case 'error':
        return reportError(app, message, dispatch)
      case 'missing':
        dispatch('error', 'Event', { cancelable: true })
        return end()
      case 'close':
        return end()
    }
  }
  const open = (text: string | undefined): void => {
    if (hasEnded) return
    const workerData: WorkerTask = { location: app.location, origin: app.origin, url, text, name, isModule }
    thread = new Thread(script, { workerData, execArgv: [] })
    thread.on('message', handle)
    thread.on('error', (error: Error) => app.onError('Uncaught', error))
    for (const [message, transfer] of waiting) thread.postMessage(message, transfer as never)
  }
  if (url.startsWith('blob:')) {
    void page.readObjectUrl(url).then((object) => {
      const isMissing = object === undefined || (isModule && !isScriptType(object.type))
      return isMissing ? handle({ type: 'missing' }) : open(object.text)
    })
  } else open(undefined)

  return {
    postMessage(data, options) {
      cloning(page.realm, "'postMessage' on 'Worker'", () => {
        const transfer = transferOf(options)
        if (thread !== undefined) return thread.postMessage({ data } satisfies ToThread, transfer as never)
        // The thread gets the value as it is now.
        const clone = structuredClone(data, { transfer: [...transfer] as never })
        waiting.push([{ data: clone }, []])
      })
    },
    terminate: end,
  }
}

function reportError(
  app: PageHost,
  { context, message, stack }: Extract<FromThread, { readonly type: 'error' }>,
  dispatch: Dispatch,
): void {
  const error = { stack, toString: () => message }
  if (context === 'Uncaught') {
    const [, filename = '', line = 0, column = 0] = /(chrome-extension:[^\s()]+?):(\d+):(\d+)/.exec(stack) ?? []
    const init = {
      message: `Uncaught ${message}`,
      filename,
      lineno: Number(line),
      colno: Number(column),
      cancelable: true,
    }
    if (!dispatch('error', 'ErrorEvent', init)) return
  }
  app.onError(context, error)
}
