/**
 * `chrome-socket`: `createChrome` on the sockets and the TLS of the runtime. All else is `@chrome-socket/api`, which a name
 * that is exported here as well hides.
 */
export * from '@chrome-socket/api'
export { createChrome } from './create-chrome.ts'
