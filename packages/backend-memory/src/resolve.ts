/**
 * Host names: literals stand for themselves, `localhost` is the host itself (RFC 6761 section 6.3), the rest the network knows.
 */
import { type AddressFamily, isOfFamily } from '@chrome-socket/api/backend'
import { type IpAddress, address, parseAddress } from './address.ts'
import type { MemoryHost } from './memory-host.ts'

/** IPv6 first, as RFC 6724 sorts them. */
const loopback: readonly IpAddress[] = [address('::1'), address('127.0.0.1')]

/** The addresses of `hostname` in the order in which to try them; undefined when it has none. */
export function lookUp(host: MemoryHost, hostname: string, family: AddressFamily): readonly string[] | undefined {
  const addresses = allAddresses(host, hostname)?.filter((each) => isOfFamily(each, family))
  return addresses?.length === 0 ? undefined : addresses
}

function allAddresses(host: MemoryHost, hostname: string): readonly string[] | undefined {
  const literal = parseAddress(hostname)
  if (literal !== undefined) return [literal.text]
  const name = hostname.toLowerCase().replace(/\.$/, '')
  if (name === 'localhost' || name.endsWith('.localhost')) return loopback.map(({ text }) => text)
  return host.network.lookUp(name)
}
