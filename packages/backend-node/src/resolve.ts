/**
 * Host names to addresses, by the system's resolver.
 * Source: https://nodejs.org/docs/latest-v20.x/api/dns.html#dnslookuphostname-options-callback
 */
import dns from 'node:dns'
import net from 'node:net'
import type { Cancel, NetResult } from '@chrome-socket/api'
import { afterMicrotasks, NetError } from '@chrome-socket/api'

export function resolve(hostname: string, done: (result: NetResult, addresses: readonly string[]) => void): Cancel {
  let cancelled = false
  const cancel = (): void => {
    cancelled = true
  }
  // Node answers a literal, which needs no looking up, in a tick, and lets "" pass for the time being.
  if (hostname === '' || net.isIP(hostname) !== 0) {
    afterMicrotasks(() => {
      if (cancelled) return
      if (hostname === '') done(NetError.ERR_NAME_NOT_RESOLVED, [])
      else done(NetError.OK, [hostname])
    })
    return cancel
  }
  // The system's order (RFC 6724) is the one in which Chromium tries them.
  dns.lookup(hostname, { all: true, verbatim: true }, (error, found) => {
    const addresses = error === null ? found.map(({ address }) => address) : []
    // Deno answers in a microtask when it knows the name.
    afterMicrotasks(() => {
      if (!cancelled) done(addresses.length > 0 ? NetError.OK : NetError.ERR_NAME_NOT_RESOLVED, addresses)
    })
  })
  return cancel
}
