/**
 * The registry of backends and TLS providers. Code that only knows `chrome.socket` finds its backend here.
 * The registry lives on the global object under a registered symbol: two copies of this package in one tree share it.
 */
import { TypeError } from './backend/globals.ts'
import type { Backend, TlsProvider } from './backend/contract.ts'

interface Registry {
  backend: Backend | undefined
  tls: TlsProvider | undefined
}

const registry: Registry = ((globalThis as { [key: symbol]: Registry | undefined })[
  Symbol.for('@chrome-socket/api/registry')
] ??= { backend: undefined, tls: undefined })

/**
 * Makes `backend` the default backend of `createChrome`. The last registration applies, to all copies of this package
 * in the process.
 * @param backend the result of a function such as `nodeBackend`
 * @throws TypeError: `backend` has no function `connect`.
 * @example
 * import { registerBackend } from '@chrome-socket/api'
 * import { nodeBackend } from '@chrome-socket/backend-node'
 *
 * registerBackend(nodeBackend())
 */
export function registerBackend(backend: Backend): void {
  requireBackend('registerBackend: its argument', backend)
  registry.backend = backend
}

/**
 * Makes `tls` the default TLS provider of `createChrome`. The last registration applies, to all copies of this package
 * in the process.
 * @param tls the result of a function such as `nodeTls` or `forgeTls`
 * @throws TypeError: `tls` has no function `secure`.
 * @example
 * import { registerTls } from '@chrome-socket/api'
 * import { forgeTls } from '@chrome-socket/tls-forge'
 *
 * registerTls(forgeTls())
 */
export function registerTls(tls: TlsProvider): void {
  requireTls('registerTls: its argument', tls)
  registry.tls = tls
}

/**
 * Returns the backend that was registered last, or undefined.
 * @errors Cannot fail.
 * @example
 * import { registeredBackend } from '@chrome-socket/api'
 *
 * console.log(registeredBackend()?.name ?? 'no backend')
 */
export function registeredBackend(): Backend | undefined {
  return registry.backend
}

/**
 * Returns the TLS provider that was registered last, or undefined.
 * @errors Cannot fail.
 * @example
 * import { registeredTls } from '@chrome-socket/api'
 *
 * console.log(registeredTls()?.name ?? 'no TLS')
 */
export function registeredTls(): TlsProvider | undefined {
  return registry.tls
}

/**
 * Throws for an object that is not a backend. Without types, a caller easily passes the function that makes one, which
 * would fail only at the first connect. `what` names the object in the message.
 */
export function requireBackend(what: string, given: unknown): void {
  requireMethod(what, given, 'connect', 'nodeBackend()')
}

export function requireTls(what: string, given: unknown): void {
  requireMethod(what, given, 'secure', 'nodeTls()')
}

function requireMethod(what: string, given: unknown, method: string, example: string): void {
  if (typeof (given as Record<string, unknown> | null | undefined)?.[method] === 'function') return
  throw new TypeError(`${what} has no \`${method}\`. It is what a function such as ${example} returns.`)
}
