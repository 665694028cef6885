/**
 * From a host name to addresses: literals and localhost here, all else by the backend.
 * Source: Chromium net/dns/host_resolver_manager.cc, and net/base/url_util.cc for localhost (RFC 6761, 6.3)
 */
import type { Backend, NetResult, ResolveCompletion } from '../backend/contract.ts'
import { canonicalHostname, canonicalIpLiteral } from '../backend/ip-address.ts'
import { NetError } from '../backend/net-error.ts'
import { takeTurn } from '../backend/turn.ts'
import type { Turn } from '../backend/turn.ts'

/** Never answers at once, even for a literal: what an app does after `connect` in the same script comes first. */
export function resolveHost(backend: Backend, hostname: string, complete: ResolveCompletion): void {
  const literal = canonicalIpLiteral(hostname)
  if (literal !== undefined) return takeTurn(new Resolved(NetError.OK, [literal], complete))
  const canonical = canonicalHostname(hostname)
  if (canonical === undefined) takeTurn(new Resolved(NetError.ERR_NAME_NOT_RESOLVED, [], complete))
  else if (localhost.test(canonical)) takeTurn(new Resolved(NetError.OK, ['::1', '127.0.0.1'], complete))
  else backend.resolve(canonical, 'any', complete)
}

const localhost = /^([^.]+\.)*localhost\.?$/

/** What is known at once, and told in a turn of its own. */
class Resolved implements Turn {
  next: Turn | undefined = undefined
  readonly #result: NetResult
  readonly #addresses: readonly string[]
  readonly #complete: ResolveCompletion

  constructor(result: NetResult, addresses: readonly string[], complete: ResolveCompletion) {
    this.#result = result
    this.#addresses = addresses
    this.#complete = complete
  }

  run(): void {
    this.#complete(this.#result, this.#addresses)
  }
}
