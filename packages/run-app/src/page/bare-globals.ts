/** The globals that a page without a document and a worker have: timers, events, and the classes of a worker in Chromium. */
import { exposeClass, exposeObject } from '../realm/expose-class.ts'
import type { Realm } from '../realm/realm.ts'
import { fetchIn } from './app-fetch.ts'
import { defineFunctions, defineGlobals } from './globals.ts'
import { defineUrlOrigins } from './own-origin.ts'
import { userAgent } from './page.ts'
import type { PageHost } from './page.ts'
import type { Timers } from './timers.ts'
import type { WindowEvents } from './window-events.ts'

/** The classes that a worker in Chromium and every supported runtime have. */
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

const errorEventSource = `(class ErrorEvent extends Event {
  constructor(type, { message = '', filename = '', lineno = 0, colno = 0, error = null, ...init } = {}) {
    super(type, init)
    for (const [name, value] of Object.entries({ message, filename, lineno, colno, error })) {
      Object.defineProperty(this, name, { value, enumerable: true })
    }
  }
})`

/** Adds the globals to a realm, whose location is `url`. */
export function addBareGlobals(
  realm: Realm,
  app: PageHost,
  url: string,
  { timers, events }: { readonly timers: Timers; readonly events: WindowEvents },
): void {
  const host = globalThis as unknown as Readonly<Record<string, unknown>>
  for (const name of classNames) {
    const Host = host[name]
    if (typeof Host === 'function') defineGlobals(realm, { [name]: exposeClass(realm, Host as never, app.onError) })
  }
  // Not every runtime has an ErrorEvent.
  defineGlobals(realm, { ErrorEvent: realm.run(errorEventSource, 'ErrorEvent') })
  const { crypto } = globalThis
  defineUrlOrigins(realm)
  defineGlobals(realm, {
    self: realm.global,
    console: exposeObject(realm, app.console),
    navigator: realm.adopt({ ...navigatorProperties }),
    location: locationOf(realm, app, url),
    origin: app.origin,
    performance: exposeObject(realm, performance),
    crypto: Object.assign(exposeObject(realm, crypto), { subtle: exposeObject(realm, crypto.subtle) }),
  })
  defineFunctions(realm, {
    ...timers.functions,
    ...events.functions,
    atob,
    btoa,
    structuredClone,
    fetch: fetchIn(app, url),
    queueMicrotask: microtasks(events.report),
  })
}

/** Makes the `queueMicrotask` of a page, which reports the exceptions of a task. */
function microtasks(report: (error: unknown) => void): (task: () => void) => void {
  return (task) =>
    queueMicrotask(() => {
      try {
        task()
      } catch (error) {
        report(error)
      }
    })
}

/** Makes the `location` of a page. A URL object of the runtime has no origin for this scheme, which is Chromium's own. */
function locationOf(realm: Realm, app: PageHost, href: string): object {
  const { protocol, host, pathname, search, hash } = new URL(href)
  const location = realm.adopt({
    href,
    origin: app.origin,
    protocol,
    host,
    hostname: host,
    port: '',
    pathname,
    search,
    hash,
  })
  Object.defineProperty(location, 'toString', { value: realm.exposeFunction('toString', () => href), enumerable: true })
  return location
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
