/**
 * `chrome` of one page: the namespaces that the manifest has the permission for.
 */
import { defineAbsent } from './absent.ts'
import type { AppPage } from './app-page.ts'
import { bindNamespace } from './namespace.ts'
import type { Namespace } from './namespace.ts'

export interface ChromeParts {
  readonly namespaces: readonly Namespace[]
  /** Made for each page: what is no table of functions, such as `socket`. By their path. */
  readonly others: Readonly<Record<string, (page: AppPage) => object>>
  readonly print: (line: string) => void
}

/** Puts it into the page, where its scripts find it. */
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

/** The object at a path such as `app.window`, made where it is missing. */
function objectAt(root: Record<string, unknown>, path: string): Record<string, unknown> {
  return path.split('.').reduce((object, name) => (object[name] ??= {}) as Record<string, unknown>, root)
}
