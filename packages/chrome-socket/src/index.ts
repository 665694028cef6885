/**
 * `chrome-socket`: `createChrome` on the sockets and the TLS of the runtime, and all other exports of `@chrome-socket/api`.
 */
export * from '@chrome-socket/api'
export { createChrome } from './create-chrome.ts'
