import { createChrome as createChromeOn } from '@chrome-socket/api'
import type { Chrome, ChromeOptions } from '@chrome-socket/api'
import { runtimeDefaults } from './runtime-defaults.ts'

/**
 * Makes a `chrome` for one app with the backend and the TLS of the runtime, unless `options` has others. With a `backend` and no `tls`,
 * `secure` uses what is registered, as in `@chrome-socket/api`.
 * @param options as for `createChrome` of '@chrome-socket/api'; all may be left out
 * @throws Error: without a `backend`, the runtime has no sockets that are known here, as a web page has none.
 * @throws TypeError: `backend` or `tls` is none, or `permissions` or `sockets` is malformed, in Chromium's words.
 * @example
 * import { createChrome } from 'chrome-socket'
 *
 * const chrome = createChrome()
 * console.log(await chrome.socket.getNetworkList())
 * await chrome.close()
 */
export function createChrome(options: ChromeOptions = {}): Chrome {
  if (options.backend !== undefined) return createChromeOn(options)
  const { backend, tls } = runtimeDefaults()
  return createChromeOn({ ...options, backend, tls: options.tls ?? tls })
}
