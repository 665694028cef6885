import { createChrome as createChromeOn } from '@chrome-socket/api'
import type { Chrome, ChromeOptions } from '@chrome-socket/api'
import { runtimeDefaults } from './runtime-defaults.ts'

/**
 * Makes a `chrome` for one app. By default it uses the sockets and the TLS of the runtime. With a `backend` but no
 * `tls`, `secure` uses the registered TLS provider, as in `@chrome-socket/api`.
 * @param options the options of `createChrome` of `@chrome-socket/api`, each of them optional
 * @throws Error: there is no `backend`, and this package supports no sockets in this runtime, such as a web page.
 * @throws TypeError: `backend` or `tls` does not have the interface it needs, or `permissions` or `sockets` is
 * malformed. The message for the latter two is Chromium's.
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
