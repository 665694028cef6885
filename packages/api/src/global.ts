/**
 * `import '@chrome-socket/api/global'` gives old code the globals it was written for: `chrome.socket`, and
 * `chrome.runtime.lastError`, on the backend that is registered. What `chrome` has already stays as it is.
 */
import { createChromeOn } from './create-chrome.ts'
import type { ChromeSocket } from './namespaces/socket/chrome-socket.ts'
import type { Runtime } from './bindings/last-error.ts'

const scope = globalThis as { chrome?: { socket?: ChromeSocket; runtime?: Runtime } }

const chrome = (scope.chrome ??= {})
const runtime = (chrome.runtime ??= {})
chrome.socket ??= createChromeOn(runtime, {}).socket
