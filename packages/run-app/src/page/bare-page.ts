/**
 * `--page none`: a realm with what a worker has (timers, URL, TextEncoder, fetch, WebSocket …), and no document. Enough for
 * an app whose work is done in its background scripts.
 */
import { exposeClass } from '../realm/expose-class.ts'
import { createRealm } from '../realm/realm.ts'
import type { Realm } from '../realm/realm.ts'
import { RunAppError } from '../run-app-error.ts'
import { fetchIn } from './app-fetch.ts'
import { defineFunctions, defineGlobals } from './globals.ts'
import type { Page, PageFactory, PageHost } from './page.ts'
import { userAgent } from './page.ts'
import { makeTimers } from './timers.ts'

export const barePages: PageFactory = {
  openBackground(host, scripts) {
    return openPage(host, scripts)
  },
}

/** What a worker in Chromium has and every runtime here, too. */
const classNames: readonly string[] = [
  'AbortController',
  'AbortSignal',
  'Blob',
  'BroadcastChannel',
  'CompressionStream',
  'DecompressionStream',
  'DOMException',
  'Event',
  'EventTarget',
  'File',
  'FormData',
  'Headers',
  'MessageChannel',
  'MessageEvent',
  'MessagePort',
  'ReadableStream',
  'Request',
  'Response',
  'TextDecoder',
  'TextEncoder',
  'TransformStream',
  'URL',
  'URLSearchParams',
  'WebSocket',
  'WritableStream',
]

const host = globalThis as unknown as Record<string, unknown>

function openPage(app: PageHost, scripts: readonly string[]): Page {
  const realm = createRealm()
  const url = `${app.origin}/_generated_background_page.html`
  const { global } = realm
  const report = (error: unknown): void => {
    if (raise('error', { message: `Uncaught ${String(error)}`, error })) app.onError('Uncaught', error)
  }
  const timers = makeTimers(realm, report)
  const events = new EventTarget()
  const raise = (type: string, detail: object = {}): boolean => {
    const handler = global[`on${type}`]
    const event = Object.assign(new Event(type, { cancelable: true }), detail)
    let isHandled = false
    try {
      if (typeof handler === 'function') {
        const { message, error } = detail as { message?: string; error?: unknown }
        // `window.onerror` has arguments of its own, and says by true that the error needs no report.
        const answer: unknown =
          type === 'error' ? handler.call(global, message, url, 0, 0, error) : handler.call(global, event)
        isHandled = type === 'error' && answer === true
      }
      events.dispatchEvent(event)
    } catch (error) {
      app.onError('Uncaught', error)
    }
    return !isHandled && !event.defaultPrevented
  }

  defineGlobals(realm, {
    window: global,
    self: global,
    console: realm.adopt(boundConsole(app.console)),
    navigator: realm.adopt({ ...navigatorProperties }),
    location: realm.adopt(new URL(url)),
    origin: app.origin,
    performance,
    crypto: globalThis.crypto,
  })
  for (const name of classNames) {
    const Host = host[name]
    if (typeof Host === 'function') defineGlobals(realm, { [name]: exposeClass(realm, Host as never, app.onError) })
  }
  defineFunctions(realm, {
    ...timers.functions,
    queueMicrotask: (task: () => void) =>
      queueMicrotask(() => {
        try {
          task()
        } catch (error) {
          report(error)
        }
      }),
    atob,
    btoa,
    structuredClone,
    fetch: fetchIn(app, url),
    addEventListener: (type: string, listener: EventListener) => events.addEventListener(type, guarded(listener)),
    removeEventListener: (type: string, listener: EventListener) => events.removeEventListener(type, guarded(listener)),
    dispatchEvent: (event: Event) => events.dispatchEvent(event),
  })

  /** An EventTarget of the host gives what a listener throws to the host. */
  const guards = new WeakMap<EventListener, EventListener>()
  function guarded(listener: EventListener): EventListener {
    const known = guards.get(listener)
    if (known !== undefined) return known
    const guard: EventListener = (event) => {
      try {
        listener.call(global, event)
      } catch (error) {
        app.onError('Uncaught', error)
      }
    }
    guards.set(listener, guard)
    return guard
  }

  return {
    realm,
    url,
    window: global,
    async load() {
      for (const script of scripts) {
        try {
          runScript(realm, app, script)
        } catch (error) {
          report(error)
        }
        // As between two script elements: what the first one's microtasks do, the second finds done.
        await Promise.resolve()
      }
      raise('DOMContentLoaded')
      raise('load')
    },
    close: timers.clearAll,
    makeFile(bytes, name, lastModified) {
      return new (global['File'] as new (...args: unknown[]) => unknown)([bytes], name, { lastModified })
    },
    async readBlob(blob) {
      return new Uint8Array(await (blob as Blob).arrayBuffer())
    },
  }
}

/** Also for what a page loads later. */
function runScript(realm: Realm, app: PageHost, path: string): void {
  const bytes = app.read(path)
  if (bytes === undefined) throw new RunAppError(`Could not load background script '${path}'.`)
  realm.run(new TextDecoder().decode(bytes), `${app.origin}/${path}`)
}

const navigatorProperties = {
  userAgent,
  appVersion: userAgent.replace('Mozilla/', ''),
  platform: 'Linux x86_64',
  vendor: 'Google Inc.',
  language: 'en-US',
  languages: ['en-US', 'en'],
  onLine: true,
  cookieEnabled: false,
}

function boundConsole(console: Console): Record<string, unknown> {
  const methods = [
    'assert',
    'clear',
    'count',
    'debug',
    'dir',
    'error',
    'group',
    'groupCollapsed',
    'groupEnd',
    'info',
    'log',
  ]
  const more = ['table', 'time', 'timeEnd', 'trace', 'warn']
  return Object.fromEntries(
    [...methods, ...more].map((name) => {
      const method = (console as unknown as Record<string, ((...args: unknown[]) => void) | undefined>)[name]
      return [name, (...args: unknown[]) => method?.apply(console, args)]
    }),
  )
}
