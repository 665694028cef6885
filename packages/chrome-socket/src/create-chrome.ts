import { createChrome as createChromeOn } from '@chrome-socket/api'
import type { Chrome, ChromeOptions } from '@chrome-socket/api'
import { provided } from './provided.ts'

/**
 * `createChrome` of `@chrome-socket/api` with the backend and the TLS of the runtime, unless `options` has others.
 *
 * Where the runtime has no sockets that are known here, such as in a web page, it throws an Error without a `backend`.
 * With a `backend` and no `tls`, `secure` uses what is registered, as in `@chrome-socket/api`.
 *
 * @example
 * ```ts
 * import { createChrome } from 'chrome-socket'
 *
 * const chrome = createChrome()
 * console.log(await chrome.socket.getNetworkList())
 * await chrome.close()
 * ```
 */
export function createChrome(options: ChromeOptions = {}): Chrome {
  if (options.backend !== undefined) return createChromeOn(options)
  const { backend, tls } = provided()
  return createChromeOn({ ...options, backend, tls: options.tls ?? tls })
}
