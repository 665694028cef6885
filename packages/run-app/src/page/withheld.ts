/**
 * The parts of a page that Chromium withholds from an app: dialogs, a second document in its window, and tabs. An old
 * legacy app, without a background page, keeps them.
 * Source: Chromium extensions/renderer/resources/platform_app.js
 */
import type { Realm } from '../realm/realm.ts'
import type { PageHost } from './page.ts'

const warning: Readonly<Record<string, readonly string[]>> = {
  window: ['alert', 'confirm', 'prompt'],
  document: ['open', 'close'],
}
const throwing = ['write', 'writeln']

/**
 * Replaces these parts: dialogs warn, a write to the document throws, and no tab opens. The result gives the document's
 * functions back, which jsdom calls when it closes a window.
 */
export function withholdParts(realm: Realm, { console }: PageHost): () => void {
  const owners: Readonly<Record<string, object>> = {
    window: realm.global,
    document: realm.global['document'] as object,
  }
  const define = (owner: string, name: string, value: unknown): void => {
    Object.defineProperty(owners[owner], name, { value, writable: true, configurable: true })
  }
  for (const [owner, names] of Object.entries(warning)) {
    for (const name of names) {
      define(
        owner,
        name,
        realm.exposeFunction(name, () => console.warn(unavailable(owner, name))),
      )
    }
  }
  const throwError = realm.run(throwingSource, 'withheld') as (message: string) => unknown
  for (const name of throwing) define('document', name, throwError(unavailable('document', name)))
  const open = (url: unknown): null => {
    console.warn(`The app opens ${String(url)} in a browser's tab, which is not available here.`)
    return null
  }
  define('window', 'open', realm.exposeFunction('open', open))
  return () => {
    for (const name of warning['document'] ?? []) Reflect.deleteProperty(owners['document'] as object, name)
  }
}

function unavailable(owner: string, name: string): string {
  return `${owner}.${name}() is not available in packaged apps.`
}

const throwingSource = '((message) => () => { throw new Error(message) })'
