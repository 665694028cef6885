/**
 * `import '@chrome-socket/api/global'` gives old code the globals it was written for: `chrome.socket`, and
 * `chrome.runtime.lastError`, on the backend that is registered. What `chrome` has already stays as it is.
 */
import { createChromeOn } from './create-chrome.ts'
import type { ChromeSocket } from './namespaces/socket/chrome-socket.ts'
import type { Runtime } from './bindings/last-error.ts'

declare global {
  /**
   * Merges with the `namespace chrome` of `@types/chrome` and `@types/chrome-apps`, neither of which has `socket`. Both declare
   * `chrome.runtime.lastError` as a constant, which cannot be declared twice: it stands in `global-runtime.ts`, for apps
   * that have neither.
   */
  namespace chrome {
    /** `chrome.socket`, on the backend that is registered. */
    const socket: ChromeSocket
  }
}

const scope = globalThis as { chrome?: { socket?: ChromeSocket; runtime?: Runtime } }

const chrome = (scope.chrome ??= {})
const runtime = (chrome.runtime ??= {})
chrome.socket ??= createChromeOn(runtime, {}).socket
