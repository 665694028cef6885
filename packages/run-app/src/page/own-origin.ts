/**
 * The origin of an app, `chrome-extension://<id>`. It is a standard scheme in Chromium only: elsewhere a URL of it has the
 * origin `null`. jsdom knows the origin of a page by three fields of its own.
 * Source: Chromium url/url_util.cc (AddStandardScheme); jsdom's Window.js and Location-impl.js
 */
import type { Realm } from '../realm/realm.ts'

/** Gives the URLs of a realm the origin of an app. */
export function defineUrlOrigins({ global }: Realm): void {
  const { prototype } = global['URL'] as { readonly prototype: object }
  const { get, ...descriptor } = Object.getOwnPropertyDescriptor(prototype, 'origin') ?? {}
  if (get === undefined) return
  Object.defineProperty(prototype, 'origin', {
    ...descriptor,
    get(this: URL) {
      const own = /^(?:blob:)?(chrome-extension:\/\/[^/?#]+)/.exec(this.href)
      return own === null ? (get.call(this) as string) : own[1]
    },
  })
}

/** Gives a page of jsdom the origin of its app: to its `location`, its `origin`, and its `postMessage`. */
export function defineWindowOrigin({ global }: Realm, origin: string): void {
  const { document, location } = global as { readonly document: object; readonly location: object }
  const implementation = Object.getOwnPropertySymbols(location).find(({ description }) => description === 'impl')
  if (implementation === undefined) return
  const own = (wrapper: object): object => (wrapper as Record<symbol, object>)[implementation] as object
  Object.defineProperty(own(location), 'origin', { value: origin })
  Object.assign(own(document), { _origin: origin })
  if ('_origin' in global) global['_origin'] = origin
}
