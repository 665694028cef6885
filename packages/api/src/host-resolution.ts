/**
 * From a host name to addresses: literals and localhost here, all else by the backend.
 * Source: Chromium net/dns/host_resolver_manager.cc, and net/base/url_util.cc for localhost (RFC 6761, 6.3)
 */
import type { Backend, NetResult } from './backend.ts'
import { canonicalHostname, canonicalIpLiteral } from './ip-address.ts'
import { NetError } from './net-error.ts'
import { afterMicrotasks } from './turn.ts'

type ResolveDone = (result: NetResult, addresses: readonly string[]) => void

/** Never answers at once, even for a literal: what an app does after `connect` in the same script comes first. */
export function resolveHost(backend: Backend, hostname: string, done: ResolveDone): void {
  const literal = canonicalIpLiteral(hostname)
  const canonical = literal ?? canonicalHostname(hostname)
  if (canonical === undefined) {
    afterMicrotasks(() => done(NetError.ERR_NAME_NOT_RESOLVED, []))
  } else if (literal !== undefined) {
    afterMicrotasks(() => done(NetError.OK, [canonical]))
  } else if (localhost.test(canonical)) {
    afterMicrotasks(() => done(NetError.OK, ['::1', '127.0.0.1']))
  } else {
    backend.resolve(canonical, done)
  }
}

const localhost = /^([^.]+\.)*localhost\.?$/
