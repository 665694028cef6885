/**
 * `--page none`: a realm with the globals of a worker (timers, URL, TextEncoder, fetch, WebSocket …) and no document. It
 * suits an app that works in its background scripts.
 */
import { exposeClass, exposeObject } from '../realm/expose-class.ts'
import { createRealm } from '../realm/realm.ts'
import type { Realm } from '../realm/realm.ts'
import { RunAppError } from '../run-app-error.ts'
import { fetchIn } from './app-fetch.ts'
import { defineFunctions, defineGlobals } from './globals.ts'
import { defineUrlOrigins } from './own-origin.ts'
import type { Page, PageFactory, PageHost } from './page.ts'
import { userAgent } from './page.ts'
import { makeTimers } from './timers.ts'
import { windowEvents } from './window-events.ts'

export const barePages: PageFactory = {
  openBackground(host, scripts) {
    return openPage(host, scripts)
  },
}

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

function openPage(app: PageHost, scripts: readonly string[]): Page {
  const realm = createRealm()
  const url = `${app.origin}/_generated_background_page.html`
  const events = windowEvents(realm, app, url)
  const timers = makeTimers(realm, events.report)
  addGlobals(realm, app, url)
  defineFunctions(realm, { ...timers.functions, ...events.functions, queueMicrotask: microtasks(events.report) })
  const { File } = realm.global as { readonly File: new (...args: unknown[]) => unknown }
  return {
    realm,
    url,
    window: realm.global,
    async load() {
      for (const script of scripts) {
        try {
          runScript(realm, app, script)
        } catch (error) {
          events.report(error)
        }
        // As between two script elements, the microtasks of a script run before the next script.
        await Promise.resolve()
      }
      events.raise('DOMContentLoaded')
      events.raise('load')
    },
    close: timers.clearAll,
    makeFile: (bytes, name, lastModified) => new File([bytes], name, { lastModified }),
    readBlob: async (blob) => new Uint8Array(await (blob as Blob).arrayBuffer()),
  }
}

function addGlobals(realm: Realm, app: PageHost, url: string): void {
  const host = globalThis as unknown as Readonly<Record<string, unknown>>
  for (const name of classNames) {
    const Host = host[name]
    if (typeof Host === 'function') defineGlobals(realm, { [name]: exposeClass(realm, Host as never, app.onError) })
  }
  const { crypto } = globalThis
  defineUrlOrigins(realm)
  defineGlobals(realm, {
    window: realm.global,
    self: realm.global,
    console: exposeObject(realm, app.console),
    navigator: realm.adopt({ ...navigatorProperties }),
    location: realm.adopt(locationOf(app, url)),
    origin: app.origin,
    performance: exposeObject(realm, performance),
    crypto: Object.assign(exposeObject(realm, crypto), { subtle: exposeObject(realm, crypto.subtle) }),
  })
  defineFunctions(realm, { atob, btoa, structuredClone, fetch: fetchIn(app, url) })
}

function runScript(realm: Realm, app: PageHost, path: string): void {
  const bytes = app.read(path)
  if (bytes === undefined) throw new RunAppError(`Could not load background script '${path}'.`)
  realm.run(new TextDecoder().decode(bytes), `${app.origin}/${path}`)
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
function locationOf(app: PageHost, href: string): object {
  const { protocol, host, pathname } = new URL(href)
  return { href, origin: app.origin, protocol, host, hostname: host, port: '', pathname, search: '', hash: '' }
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
