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
 * Makes `backend` the one that `createChrome` takes when it is given none. The last one registered counts, in all copies of this
 * package in the process.
 * @param backend what a function such as `nodeBackend` returns
 * @throws TypeError: it has no `connect`.
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
 * Makes `tls` the provider that `createChrome` takes when it is given none. The last one registered counts, in all copies of this
 * package in the process.
 * @param tls what a function such as `nodeTls` or `forgeTls` returns
 * @throws TypeError: it has no `secure`.
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
 * Gives the backend that was registered last, or undefined.
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
 * Gives the TLS provider that was registered last, or undefined.
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
 * Refuses an object that is no backend. Without types, the function that makes one is easily given in its place, and would only
 * fail at the first connect. `what` names it in the message.
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
