/**
 * Resolves host names with the system's resolver.
 * Source: https://nodejs.org/docs/latest-v20.x/api/dns.html#dnslookuphostname-options-callback
 */
import dns from 'node:dns'
import net from 'node:net'
import type { AddressFamily, Cancel, ResolveCompletion } from '@chrome-socket/api/backend'
import { afterMicrotasks, completeLater, isOfFamily, NetError } from '@chrome-socket/api/backend'

/** The families as arguments of `dns.lookup`. */
const familyNumbers: Readonly<Record<AddressFamily, 0 | 4 | 6>> = { any: 0, ipv4: 4, ipv6: 6 }

export function resolve(hostname: string, family: AddressFamily, complete: ResolveCompletion): Cancel {
  // Node would answer a literal in the caller's tick, and it accepts "".
  if (hostname === '' || net.isIP(hostname) !== 0) {
    const isAddress = hostname !== '' && isOfFamily(hostname, family)
    return completeLater(() => {
      if (isAddress) complete(NetError.OK, [hostname])
      else complete(NetError.ERR_NAME_NOT_RESOLVED, [])
    })
  }
  let isCancelled = false
  // Chromium tries the addresses in the system's order (RFC 6724), which `verbatim` keeps.
  dns.lookup(hostname, { all: true, verbatim: true, family: familyNumbers[family] }, (error, found) => {
    const addresses = error === null ? found.map(({ address }) => address) : []
    // Deno answers in a microtask if it knows the name.
    afterMicrotasks(() => {
      if (!isCancelled) complete(addresses.length > 0 ? NetError.OK : NetError.ERR_NAME_NOT_RESOLVED, addresses)
    })
  })
  return () => {
    isCancelled = true
  }
}
