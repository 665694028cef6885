/**
 * Refuses at once what is no backend or TLS provider. Without types the function that makes one is easily given in its
 * place, and would only fail at the first connect.
 */
import { TypeError } from './backend/globals.ts'

/** `what` names it in the message. */
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
