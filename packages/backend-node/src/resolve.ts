/**
 * Host names to addresses, by the system's resolver.
 * Source: https://nodejs.org/docs/latest-v20.x/api/dns.html#dnslookuphostname-options-callback
 */
import dns from 'node:dns'
import net from 'node:net'
import type { AddressFamily, Cancel, ResolveCompletion } from '@chrome-socket/api/backend'
import { afterMicrotasks, isOfFamily, NetError } from '@chrome-socket/api/backend'

/** As `dns.lookup` takes them. */
const familyNumbers: Readonly<Record<AddressFamily, 0 | 4 | 6>> = { any: 0, ipv4: 4, ipv6: 6 }

export function resolve(hostname: string, family: AddressFamily, done: ResolveCompletion): Cancel {
  let cancelled = false
  const cancel = (): void => {
    cancelled = true
  }
  // Node answers a literal, which needs no looking up, in a tick, and lets "" pass for the time being.
  if (hostname === '' || net.isIP(hostname) !== 0) {
    afterMicrotasks(() => {
      if (cancelled) return
      if (hostname === '' || !isOfFamily(hostname, family)) done(NetError.ERR_NAME_NOT_RESOLVED, [])
      else done(NetError.OK, [hostname])
    })
    return cancel
  }
  // The system's order (RFC 6724) is the one in which Chromium tries them.
  dns.lookup(hostname, { all: true, verbatim: true, family: familyNumbers[family] }, (error, found) => {
    const addresses = error === null ? found.map(({ address }) => address) : []
    // Deno answers in a microtask when it knows the name.
    afterMicrotasks(() => {
      if (!cancelled) done(addresses.length > 0 ? NetError.OK : NetError.ERR_NAME_NOT_RESOLVED, addresses)
    })
  })
  return cancel
}
