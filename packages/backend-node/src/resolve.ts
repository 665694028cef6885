/**
 * Host names to addresses, by the system's resolver.
 * Source: https://nodejs.org/docs/latest-v20.x/api/dns.html#dnslookuphostname-options-callback
 */
import dns from 'node:dns'
import type { Cancel, NetResult } from '@chrome-socket/api'
import { NetError } from '@chrome-socket/api'

export function resolve(hostname: string, done: (result: NetResult, addresses: readonly string[]) => void): Cancel {
  let cancelled = false
  // The system's order (RFC 6724) is the one in which Chromium tries them.
  dns.lookup(hostname, { all: true, verbatim: true }, (error, addresses) => {
    if (cancelled) return
    if (error !== null || addresses.length === 0) done(NetError.ERR_NAME_NOT_RESOLVED, [])
    else
      done(
        NetError.OK,
        addresses.map(({ address }) => address),
      )
  })
  return () => {
    cancelled = true
  }
}
