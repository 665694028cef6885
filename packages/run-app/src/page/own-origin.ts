/**
 * The origin of an app, `chrome-extension://<id>`. It is a standard scheme in Chromium only: elsewhere a URL of it has the
 * origin `null`.
 * Source: Chromium url/url_util.cc (AddStandardScheme); jsdom's Location-impl.js
 */
import type { Realm } from '../realm/realm.ts'
import { defineGlobals } from './globals.ts'

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

/**
 * Gives the `location` and the `origin` of a jsdom page the origin of its app. jsdom's own fields stay `null`: with them it
 * knows that a request for the app's files, and a message to the page itself, stay in the origin.
 */
export function defineWindowOrigin(realm: Realm, origin: string): void {
  defineGlobals(realm, { origin })
  const { location } = realm.global as { readonly location: Record<symbol, object> }
  const implementation = Object.getOwnPropertySymbols(location).find(({ description }) => description === 'impl')
  if (implementation !== undefined) Object.defineProperty(location[implementation], 'origin', { value: origin })
}
