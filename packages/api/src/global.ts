/**
 * `import '@chrome-socket/api/global'` gives old code the globals it was written for: `chrome.socket`, `chrome.sockets`,
 * `chrome.runtime.lastError` and `chrome.runtime.id`, on the backend that is registered. It replaces no member that `chrome` has already.
 */
import { createChromeOn } from './create-chrome.ts'
import type { Chrome } from './create-chrome.ts'
import type { Runtime } from './bindings/last-error.ts'

declare global {
  /**
   * Merges with the `namespace chrome` of `@types/chrome` and `@types/chrome-apps`, neither of which has `socket`. Names that one
   * of them declares, and that cannot be declared twice, stand in `global-runtime.ts` and `global-sockets.ts`, for apps that lack them.
   */
  namespace chrome {
    /** `chrome.socket`, on the backend that is registered. */
    const socket: Chrome['socket']
  }
}

const scope = globalThis as { chrome?: { socket?: Chrome['socket']; sockets?: Chrome['sockets']; runtime?: Runtime } }

const chrome = (scope.chrome ??= {})
const runtime = (chrome.runtime ??= {})
const { socket, sockets } = createChromeOn(runtime, {})
chrome.socket ??= socket
chrome.sockets ??= sockets
