/**
 * `createChrome` of '@chrome-socket/api': a `chrome` with all namespaces.
 */
import type { Runtime } from './bindings/last-error.ts'
import { makeChrome } from './make-chrome.ts'
import type { ChromeBase, ChromeOptions } from './make-chrome.ts'
import { makeSocket } from './namespaces/socket/make-socket.ts'
import type { ChromeSocket } from './namespaces/socket/chrome-socket.ts'
import type { ChromeSockets } from './namespaces/sockets/chrome-sockets.ts'
import { makeSockets } from './namespaces/sockets/make-sockets.ts'

/** `chrome` of one app, as far as sockets go. `await using` closes it. */
export interface Chrome extends ChromeBase {
  /** `chrome.socket`, the API of 2012. */
  readonly socket: ChromeSocket
  /** `chrome.sockets`, its successor: `tcp`, `tcpServer` and `udp`. */
  readonly sockets: ChromeSockets
}

/**
 * Makes a `chrome` for one app: its own ids, events, lastError, permissions and quota.
 * @param options the backend, the TLS provider and the permissions; the backend may be left out if one is registered
 * @throws TypeError: `backend` or `tls` does not have the interface it needs, or `permissions` or `sockets` is
 * malformed. The message for the latter two is Chromium's.
 * @example
 * import { createChrome } from '@chrome-socket/api'
 * import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
 *
 * const chrome = createChrome({ backend: nodeBackend(), tls: nodeTls() })
 * const { socketId } = await chrome.sockets.udp.create()
 * await chrome.close()
 */
export function createChrome(options: ChromeOptions = {}): Chrome {
  return createChromeOn({}, options)
}

/** Does the same as `createChrome`, with lastError on an existing `runtime`. */
export function createChromeOn(runtime: Runtime, options: ChromeOptions): Chrome {
  return makeChrome(runtime, options, (app, host) => {
    const socket = makeSocket(app, host, options)
    const sockets = makeSockets(app, host, options)
    return {
      namespace: { socket: socket.namespace, sockets: sockets.namespace },
      closeSockets() {
        socket.closeSockets()
        sockets.closeSockets()
      },
    }
  })
}
