/**
 * An XMLHttpRequest of a page to a host that the manifest's permissions name. As in Chromium, the rules for other origins do
 * not apply: the host needs no CORS headers, and the app reads every header. jsdom has such rules, so the answer gets the
 * headers that satisfy them.
 */
import type { PageHost } from './page.ts'

/** The cookies of a page, by the names of jsdom. */
export interface CookieJar {
  getCookieStringSync(url: string): string
  setCookieSync(cookie: string, url: string, options: { readonly ignoreError: boolean }): unknown
}

/** Answers a request that jsdom is about to send. Redirects are left to jsdom. */
export async function requestPermitted(app: PageHost, request: Request, cookies: CookieJar): Promise<Response> {
  const asked = request.headers.get('access-control-request-method')
  if (asked !== null && request.method === 'OPTIONS') return permitting(request, new Response(null, { status: 200 }))
  const headers = new Headers(request.headers)
  for (const name of ['origin', 'referer', 'content-length', 'host', 'connection']) headers.delete(name)
  if (request.method !== 'GET' && request.method !== 'HEAD') headers.set('origin', app.origin)
  const sent = cookies.getCookieStringSync(request.url)
  if (sent !== '') headers.set('cookie', sent)
  const answer = await fetch(request.url, {
    method: request.method,
    headers,
    redirect: 'manual',
    signal: request.signal,
    ...(request.body === null ? {} : { body: await request.arrayBuffer() }),
  })
  for (const cookie of answer.headers.getSetCookie()) cookies.setCookieSync(cookie, request.url, { ignoreError: true })
  return permitting(request, answer)
}

/** Answers a request to any other host, whose headers jsdom checks. */
export async function requestOther(request: Request): Promise<Response> {
  const { status, statusText, headers, body } = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    redirect: 'manual',
    signal: request.signal,
    ...(request.body === null ? {} : { body: await request.arrayBuffer() }),
  })
  return new Response(body, { status, statusText, headers: ofDecoded(headers) })
}

/** The headers of an answer whose body is decoded. */
function ofDecoded(headers: Headers): Headers {
  const copy = new Headers(headers)
  if (!copy.has('content-encoding')) return copy
  copy.delete('content-encoding')
  copy.delete('content-length')
  return copy
}

/** Copies an answer, with the headers that permit the page to read it. */
function permitting(request: Request, { status, statusText, headers, body }: Response): Response {
  const copy = ofDecoded(headers)
  copy.delete('set-cookie')
  const names = [...copy.keys()].join(', ')
  copy.set('access-control-allow-origin', request.headers.get('origin') ?? '*')
  copy.set('access-control-allow-credentials', 'true')
  copy.set('access-control-allow-methods', request.headers.get('access-control-request-method') ?? request.method)
  copy.set('access-control-allow-headers', request.headers.get('access-control-request-headers') ?? '')
  if (names !== '') copy.set('access-control-expose-headers', names)
  return new Response(body, { status, statusText, headers: copy })
}
