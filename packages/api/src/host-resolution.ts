/**
 * From a host name to addresses: literals and localhost here, all else by the backend.
 * Source: Chromium net/dns/host_resolver_manager.cc, and net/base/url_util.cc for localhost (RFC 6761, 6.3)
 */
import type { Backend, NetResult } from './backend.ts'
import { canonicalIpLiteral } from './ip-address.ts'
import { NetError } from './net-error.ts'
import { afterMicrotasks } from './turn.ts'

type ResolveDone = (result: NetResult, addresses: readonly string[]) => void

/** Never answers at once, even for a literal: what an app does after `connect` in the same script comes first. */
export function resolveHost(backend: Backend, hostname: string, done: ResolveDone): void {
  const addresses = addressesKnown(hostname)
  if (addresses !== undefined) afterMicrotasks(() => done(NetError.OK, addresses))
  else if (isHostname(hostname)) backend.resolve(hostname, done)
  else afterMicrotasks(() => done(NetError.ERR_NAME_NOT_RESOLVED, []))
}

function addressesKnown(hostname: string): readonly string[] | undefined {
  const literal = canonicalIpLiteral(hostname)
  if (literal !== undefined) return [literal]
  return localhost.test(hostname) ? ['::1', '127.0.0.1'] : undefined
}

const localhost = /^([^.]+\.)*localhost\.?$/i

/** What no resolver should be asked: empty, blank, or the brackets of a URL around an address. */
function isHostname(hostname: string): boolean {
  return hostname !== '' && !/[\s[\]]/.test(hostname)
}
