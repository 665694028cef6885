/**
 * chrome.runtime.lastError: there for the length of one callback, and reported when nobody looked at it.
 * Source: Chromium extensions/renderer/bindings/api_last_error.cc
 */
import { host } from './host.ts'

/** `chrome.runtime`, as far as this API has a part in it. `lastError` is absent except during a callback that failed. */
export interface Runtime {
  readonly lastError?: { readonly message: string }
}

/** Runs `callback` with `message` as `runtime.lastError`, and takes it away again. What `callback` throws is passed on. */
export function withLastError(runtime: Runtime, message: string, callback: () => void): void {
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
  try {
    callback()
  } finally {
    delete (runtime as { lastError?: unknown }).lastError
    if (!accessed) host.console.error(`Unchecked runtime.lastError: ${message}`)
  }
}
