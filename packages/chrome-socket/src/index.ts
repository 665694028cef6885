/**
 * `chrome-socket`: `createChrome` on the sockets and the TLS of the runtime, and everything else that `@chrome-socket/api` exports.
 * The `createChrome` here takes the place of the one there.
 */
export * from '@chrome-socket/api'
export { createChrome } from './create-chrome.ts'
