/**
 * `import '@chrome-socket/api/global-runtime'` declares `chrome.runtime.lastError`, for an app that imports
 * `@chrome-socket/api/global` and has neither `@types/chrome` nor `@types/chrome-apps`, which both declare it.
 * It holds types only.
 */
declare global {
  namespace chrome.runtime {
    /** The error of the call, during its callback. */
    const lastError: { readonly message?: string } | undefined
  }
}
