/**
 * Resolves a host name to addresses. The backend resolves all names except literals and localhost.
 * Source: Chromium net/dns/host_resolver_manager.cc, and net/base/url_util.cc for the names that are asked for and for
 * localhost (RFC 6761, 6.3)
 */
import type { AddressFamily, Backend, ResolveCompletion } from '../backend/contract.ts'
import { canonicalHostname, canonicalIpLiteral, isOfFamily } from '../backend/ip-address.ts'
import { NetError } from '../backend/net-error.ts'
import { afterMicrotasks } from '../backend/turn/turns.ts'

/**
 * Resolves a name. It never completes at once, not even for a literal: the calls that an app makes after `connect` in
 * the same script come first.
 */
export function resolveHost(
  backend: Backend,
  hostname: string,
  family: AddressFamily,
  complete: ResolveCompletion,
): void {
  const canonical = canonicalHostname(hostname)
  if (canonical === undefined) return completeWith([], family, complete)
  // A name may have a literal in it, as 127%2e0.0.1 has.
  const literal = canonicalIpLiteral(canonical)
  if (literal !== undefined) completeWith([literal], family, complete)
  else if (!dnsName.test(canonical)) completeWith([], family, complete)
  else if (localhost.test(canonical)) completeWith(['::1', '127.0.0.1'], family, complete)
  else backend.resolve(canonical, family, complete)
}

/**
 * The names that Chromium asks for: letters, digits, hyphens and underscores, in labels of at most 63 octets, which are at
 * most 253 with their dots (RFC 1035, 2.3.4). Some runtimes ask for others, and Bun resolves *.
 */
const dnsName = /^(?=.{1,253}\.?$)(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?$/

const localhost = /^([^.]+\.)*localhost\.?$/

/** Completes with a result that is known at once, in a turn of its own. */
function completeWith(known: readonly string[], family: AddressFamily, complete: ResolveCompletion): void {
  const addresses = known.filter((address) => isOfFamily(address, family))
  const result = addresses.length > 0 ? NetError.OK : NetError.ERR_NAME_NOT_RESOLVED
  afterMicrotasks(() => complete(result, addresses))
}
