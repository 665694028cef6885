/**
 * Resolves host names. Source: https://nodejs.org/api/dns.html#dnslookuphostname-options-callback, which Bun implements with
 * the system's `getaddrinfo` (https://bun.com/docs/runtime/networking/dns).
 */
import { lookup } from 'node:dns'
import { isIP } from 'node:net'
import { afterMicrotasks, completeLater, isOfFamily, NetError } from '@chrome-socket/api/backend'
import type { AddressFamily, Cancel, ResolveCompletion } from '@chrome-socket/api/backend'
import { Set } from './globals.ts'

/** The families as arguments of `dns.lookup`. */
const familyNumbers: Readonly<Record<AddressFamily, 0 | 4 | 6>> = { any: 0, ipv4: 4, ipv6: 6 }

export function resolveHost(hostname: string, family: AddressFamily, complete: ResolveCompletion): Cancel {
  if (isIP(hostname) !== 0) {
    const addresses = isOfFamily(hostname, family) ? [hostname] : []
    return completeLater(() => completeWith(addresses, complete))
  }
  // Bun resolves `*` to the host itself. For an empty name it gives a warning, which --throw-deprecation turns into an
  // exception.
  if (hostname === '*' || hostname === '') return completeLater(() => completeWith([], complete))
  let isWanted = true
  lookup(hostname, { all: true, verbatim: true, family: familyNumbers[family] }, (error, found) => {
    const addresses = error === null ? [...new Set(found.map(({ address }) => address))] : []
    afterMicrotasks(() => {
      if (isWanted) completeWith(addresses, complete)
    })
  })
  return () => {
    isWanted = false
  }
}

function completeWith(addresses: readonly string[], complete: ResolveCompletion): void {
  complete(addresses.length > 0 ? NetError.OK : NetError.ERR_NAME_NOT_RESOLVED, addresses)
}
