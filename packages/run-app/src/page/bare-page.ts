/**
 * `--page none`: a realm with the globals of a worker (timers, URL, TextEncoder, fetch, WebSocket …) and no document. It
 * suits an app that works in its background scripts.
 */
import { createRealm } from '../realm/realm.ts'
import type { Realm } from '../realm/realm.ts'
import { RunAppError } from '../run-app-error.ts'
import { addBareGlobals } from './bare-globals.ts'
import { defineGlobals } from './globals.ts'
import { readRuntimeObject } from './object-url.ts'
import type { Page, PageFactory, PageHost } from './page.ts'
import { makeTimers } from './timers.ts'
import { windowEvents } from './window-events.ts'
import { defineWorkers } from '../worker/page-workers.ts'

export const barePages: PageFactory = {
  openBackground(host, scripts) {
    return openPage(host, scripts)
  },
}

function openPage(app: PageHost, scripts: readonly string[]): Page {
  const realm = createRealm()
  const url = `${app.origin}/_generated_background_page.html`
  const events = windowEvents(realm, app, url)
  const timers = makeTimers(realm, events.report)
  addBareGlobals(realm, app, url, { timers, events })
  defineGlobals(realm, { window: realm.global })
  const workers = defineWorkers({ realm, url, readObjectUrl: readRuntimeObject }, app)
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
    close() {
      timers.clearAll()
      workers.closeAll()
    },
    makeFile: (bytes, name, lastModified) => new File([bytes], name, { lastModified }),
    readBlob: async (blob) => new Uint8Array(await (blob as Blob).arrayBuffer()),
  }
}

function runScript(realm: Realm, app: PageHost, path: string): void {
  const bytes = app.read(path)
  if (bytes === undefined) throw new RunAppError(`Could not load background script '${path}'.`)
  realm.run(new TextDecoder().decode(bytes), `${app.origin}/${path}`)
}
