/** Puts what a page has into a realm's global object. */
import type { Realm } from '../realm/realm.ts'

/** Not enumerable, as the globals of a page. */
export function defineGlobals(realm: Realm, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(realm.global, name, { value, writable: true, configurable: true, enumerable: false })
  }
}

export function defineFunctions(
  realm: Realm,
  functions: Readonly<Record<string, (...args: never[]) => unknown>>,
): void {
  for (const [name, run] of Object.entries(functions)) {
    defineGlobals(realm, { [name]: realm.exposeFunction(name, run as (...args: unknown[]) => unknown) })
  }
}
