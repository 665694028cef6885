/**
 * Host names to addresses. Source: https://nodejs.org/api/dns.html#dnslookuphostname-options-callback, which Bun
 * implements on the system's `getaddrinfo` (https://bun.com/docs/runtime/networking/dns).
 */
import { lookup } from 'node:dns'
import { isIP } from 'node:net'
import { afterMicrotasks, isOfFamily, NetError } from '@chrome-socket/api/backend'
import type { AddressFamily, Backend } from '@chrome-socket/api/backend'

/** As `dns.lookup` takes them. */
const familyNumbers: Readonly<Record<AddressFamily, 0 | 4 | 6>> = { any: 0, ipv4: 4, ipv6: 6 }

export const resolveHost: Backend['resolve'] = (hostname, family, done) => {
  let wanted = true
  const cancel = (): void => {
    wanted = false
  }
  const answer = (result: number, addresses: readonly string[]): void => {
    afterMicrotasks(() => {
      if (wanted) done(result, addresses)
    })
  }
  if (isIP(hostname) !== 0) {
    if (isOfFamily(hostname, family)) answer(NetError.OK, [hostname])
    else answer(NetError.ERR_NAME_NOT_RESOLVED, [])
  } else if (hostname === '*') {
    // Bun takes it for this host.
    answer(NetError.ERR_NAME_NOT_RESOLVED, [])
  } else {
    lookup(hostname, { all: true, verbatim: true, family: familyNumbers[family] }, (error, found) => {
      const addresses = error === null ? [...new Set(found.map(({ address }) => address))] : []
      if (addresses.length === 0) answer(NetError.ERR_NAME_NOT_RESOLVED, [])
      else answer(NetError.OK, addresses)
    })
  }
  return cancel
}
