/** `fetch` of a page: reads the package's own URLs from the package, and passes any other URL to the runtime's fetch. */
import { packagePath } from '../package/app-package.ts'
import { mediaType } from './media-type.ts'
import type { PageHost } from './page.ts'

type Fetch = (input: unknown, init?: RequestInit) => Promise<Response>

/** Makes the `fetch` of a page. `base` is the page's URL, against which relative URLs are resolved. */
export function fetchIn(app: PageHost, base: string): Fetch {
  return async (input, init) => {
    const reference = typeof input === 'object' && input !== null && 'url' in input ? input.url : input
    const url = new URL(String(reference), base)
    if (!isOfApp(app, url)) {
      return fetch(typeof input === 'string' ? url : (input as Request), init).catch((error: Error) => {
        // Runtimes have other words for a connection that fails.
        throw error.name === 'TypeError' ? new TypeError('Failed to fetch') : error
      })
    }
    const file = readUrl(app, url)
    if (file === undefined) throw new TypeError('Failed to fetch')
    return new Response(file.bytes as BodyInit, { statusText: 'OK', headers: { 'content-type': file.type } })
  }
}

export function isOfApp(app: PageHost, url: URL): boolean {
  return url.href.startsWith(`${app.origin}/`)
}

export function readUrl(app: PageHost, url: URL): { readonly bytes: Uint8Array; readonly type: string } | undefined {
  const path = packagePath(url.href.slice(app.origin.length)) ?? ''
  const bytes = app.read(path)
  return bytes === undefined ? undefined : { bytes, type: mediaType(path) }
}
