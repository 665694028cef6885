/**
 * Host names to addresses. Source: https://nodejs.org/api/dns.html#dnslookuphostname-options-callback, which Bun
 * implements on the system's `getaddrinfo` (https://bun.com/docs/runtime/networking/dns).
 */
import { lookup } from 'node:dns'
import { isIP } from 'node:net'
import { afterMicrotasks, NetError } from '@chrome-socket/api'
import type { Backend } from '@chrome-socket/api'

export const resolveHost: Backend['resolve'] = (hostname, done) => {
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
    answer(NetError.OK, [hostname])
  } else if (hostname === '*') {
    // Bun takes it for this host.
    answer(NetError.ERR_NAME_NOT_RESOLVED, [])
  } else {
    lookup(hostname, { all: true, verbatim: true }, (error, found) => {
      const addresses = error === null ? [...new Set(found.map(({ address }) => address))] : []
      if (addresses.length === 0) answer(NetError.ERR_NAME_NOT_RESOLVED, [])
      else answer(NetError.OK, addresses)
    })
  }
  return cancel
}
