/**
 * `import '@chrome-socket/api/global'` defines the globals that old code was written for: `chrome.socket`,
 * `chrome.sockets`, `chrome.runtime.lastError` and `chrome.runtime.id`, on the registered backend. It does not replace
 * existing members of `chrome`.
 */
import { createChromeOn } from './create-chrome.ts'
import type { Chrome } from './create-chrome.ts'
import type { Runtime } from './bindings/last-error.ts'

declare global {
  /**
   * Merges with the `namespace chrome` of `@types/chrome` and `@types/chrome-apps`, neither of which has `socket`.
   * Names that one of them declares, and that cannot be declared twice, are in `global-runtime.ts` and
   * `global-sockets.ts`.
   */
  namespace chrome {
    /** `chrome.socket`, on the registered backend. */
    const socket: Chrome['socket']
  }
}

const scope = globalThis as { chrome?: { socket?: Chrome['socket']; sockets?: Chrome['sockets']; runtime?: Runtime } }

const chrome = (scope.chrome ??= {})
const runtime = (chrome.runtime ??= {})
const { socket, sockets } = createChromeOn(runtime, {})
chrome.socket ??= socket
chrome.sockets ??= sockets
