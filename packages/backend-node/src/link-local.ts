/**
 * IPv6 link-local addresses, which mean nothing without a zone (RFC 4007, 6).
 * The system refuses them with EINVAL, as Chromium reports; Node 22 and later choose some interface instead.
 */
import type { Endpoint } from '@chrome-socket/api/backend'

export function lacksZone({ address }: Endpoint): boolean {
  return /^fe[89ab][0-9a-f]:[^%]*$/i.test(address)
}
