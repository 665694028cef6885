/**
 * `localStorage` and `sessionStorage` of a page, which last until the page closes. jsdom has none for the origin of an app.
 * Chromium gives `localStorage` only to legacy packaged apps, but libraries fail without it.
 * Source: https://html.spec.whatwg.org/multipage/webstorage.html
 */
import type { Realm } from '../realm/realm.ts'

export function pageStorage(realm: Realm): object {
  const items = new Map<string, string>()
  const methods: Readonly<Record<string, (...args: never[]) => unknown>> = {
    getItem: (key: unknown) => items.get(String(key)) ?? null,
    setItem: (key: unknown, value: unknown) => void items.set(String(key), String(value)),
    removeItem: (key: unknown) => void items.delete(String(key)),
    clear: () => items.clear(),
    key: (index: number) => [...items.keys()][index] ?? null,
  }
  const own: Record<string, unknown> = Object.fromEntries(
    Object.entries(methods).map(([name, run]) => [name, realm.exposeFunction(name, run as never)]),
  )
  return new Proxy(realm.adopt(own), {
    get: (target, key) =>
      key === 'length' ? items.size : typeof key === 'string' ? (items.get(key) ?? target[key]) : undefined,
    set: (_, key, value) => (items.set(String(key), String(value)), true),
    has: (target, key) => items.has(String(key)) || key in target,
    deleteProperty: (_, key) => (items.delete(String(key)), true),
    ownKeys: () => [...items.keys()],
    getOwnPropertyDescriptor: (_, key) =>
      items.has(String(key))
        ? { value: items.get(String(key)), writable: true, enumerable: true, configurable: true }
        : undefined,
  })
}
