/**
 * chrome.runtime.lastError: there for one callback and the microtasks it queues, and reported when nobody looked at it.
 * Source: Chromium extensions/renderer/bindings/api_last_error.cc
 */
import { host } from './host.ts'

/** `chrome.runtime`, as far as this API has a part in it. `lastError` is absent except during a callback that failed. */
export interface Runtime {
  readonly lastError?: { readonly message: string }
}

/** Sets `message` as `runtime.lastError`, and returns what takes it away again. */
export function setLastError(runtime: Runtime, message: string): () => void {
  const lastError = { message }
  let accessed = false
  let suppliedByScript: unknown
  Object.defineProperty(runtime, 'lastError', {
    configurable: true,
    enumerable: true,
    get: () => {
      if (suppliedByScript !== undefined) return suppliedByScript
      accessed = true
      return lastError
    },
    set: (value: unknown) => {
      suppliedByScript = value
    },
  })
  return () => {
    delete (runtime as { lastError?: unknown }).lastError
    if (!accessed) host.console.error(`Unchecked runtime.lastError: ${message}`)
  }
}
