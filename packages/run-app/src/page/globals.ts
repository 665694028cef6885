/** Defines the globals of a page in its realm. */
import type { Realm } from '../realm/realm.ts'

/** Defines globals that are not enumerable, as in a page. */
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
