/**
 * Makes the `chrome` of a page, from the namespaces that the manifest permits.
 */
import { defineAbsent } from './absent.ts'
import type { AppPage } from './app-page.ts'
import { bindNamespace } from './namespace.ts'
import type { Namespace } from './namespace.ts'

export interface ChromeParts {
  readonly namespaces: readonly Namespace[]
  /** Makers of the parts that are not tables of functions, such as `socket`, by their path. Each page has its own parts. */
  readonly others: Readonly<Record<string, (page: AppPage) => object>>
  readonly print: (line: string) => void
}

/** Defines `chrome` in a page, as a global of its scripts. */
export function installChrome({ namespaces, others, print }: ChromeParts, page: AppPage): void {
  const parts: Record<string, unknown> = {}
  for (const namespace of namespaces) {
    Object.assign(objectAt(parts, namespace.path), bindNamespace(namespace, page))
  }
  for (const [path, make] of Object.entries(others)) Object.assign(objectAt(parts, path), make(page))
  const chrome = page.realm.adopt(parts)
  page.runtime = objectAt(chrome, 'runtime')
  defineAbsent(chrome, print)
  Object.defineProperty(page.realm.global, 'chrome', {
    value: chrome,
    writable: true,
    configurable: true,
    enumerable: true,
  })
}

/** Returns the object at a path such as `app.window`. A missing object is made. */
function objectAt(root: Record<string, unknown>, path: string): Record<string, unknown> {
  return path.split('.').reduce((object, name) => (object[name] ??= {}) as Record<string, unknown>, root)
}
