/**
 * Resolves a host name to addresses: literals and localhost here, all other names by the backend.
 * Source: Chromium net/dns/host_resolver_manager.cc, and net/base/url_util.cc for localhost (RFC 6761, 6.3)
 */
import type { AddressFamily, Backend, ResolveCompletion } from '../backend/contract.ts'
import { canonicalHostname, canonicalIpLiteral, isOfFamily } from '../backend/ip-address.ts'
import { NetError } from '../backend/net-error.ts'
import { takeTurn } from '../backend/turn/turns.ts'
import type { Turn } from '../backend/turn/turns.ts'

/** Never answers at once, even for a literal: the calls that an app makes after `connect` in the same script come first. */
export function resolveHost(
  backend: Backend,
  hostname: string,
  family: AddressFamily,
  complete: ResolveCompletion,
): void {
  const literal = canonicalIpLiteral(hostname)
  if (literal !== undefined) return takeTurn(new Resolved([literal], family, complete))
  const canonical = canonicalHostname(hostname)
  if (canonical === undefined) takeTurn(new Resolved([], family, complete))
  else if (localhost.test(canonical)) takeTurn(new Resolved(['::1', '127.0.0.1'], family, complete))
  else backend.resolve(canonical, family, complete)
}

const localhost = /^([^.]+\.)*localhost\.?$/

/** A result that is known at once, and told in a turn of its own. */
class Resolved implements Turn {
  next: Turn | undefined = undefined
  readonly #addresses: readonly string[]
  readonly #complete: ResolveCompletion

  constructor(addresses: readonly string[], family: AddressFamily, complete: ResolveCompletion) {
    this.#addresses = family === 'any' ? addresses : addresses.filter((each) => isOfFamily(each, family))
    this.#complete = complete
  }

  run(): void {
    const result = this.#addresses.length > 0 ? NetError.OK : NetError.ERR_NAME_NOT_RESOLVED
    this.#complete(result, this.#addresses)
  }
}
