/**
 * The async context of a handler: a provider calls its handlers in the AsyncLocalStorage context of the call of
 * `secure`, on every runtime. The events of a runtime's socket come in other contexts: that of the connect, or that of
 * the handshake.
 * Source: https://nodejs.org/api/async_context.html#static-method-asyncresourcebindfn-type-thisarg
 */
import { builtin } from './builtin.ts'

interface AsyncHooks {
  readonly AsyncResource: { bind<Handler>(handler: Handler): Handler }
}

/**
 * Binds a handler to the async context of the caller. In a runtime without async contexts, such as a browser, it
 * returns the handler itself.
 * @param handler the handler; undefined gives undefined
 * @errors Cannot fail.
 * @example
 * import { bindToContext, type TlsClientOptions } from '@chrome-socket/x509'
 *
 * export function handlerOf({ onSecure }: TlsClientOptions): TlsClientOptions['onSecure'] {
 *   return bindToContext(onSecure)
 * }
 */
export function bindToContext<Handler extends ((...values: never[]) => unknown) | undefined>(
  handler: Handler,
): Handler {
  if (handler === undefined) return handler
  return builtin<AsyncHooks>('node:async_hooks')?.AsyncResource.bind(handler) ?? handler
}
