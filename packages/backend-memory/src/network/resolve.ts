/**
 * Resolves host names. A literal stands for itself, `localhost` for the host itself (RFC 6761, 6.3), and the network has all
 * other names.
 */
import { isOfFamily } from '@chrome-socket/api/backend'
import type { AddressFamily } from '@chrome-socket/api/backend'
import { loopbackAddresses } from './host.ts'
import { parseAddress } from './ip-address.ts'
import type { Network } from './network.ts'

/** The addresses of `hostname` in the order in which to try them. An unknown name has no addresses. */
export function addressesOf(network: Network, hostname: string, family: AddressFamily): readonly string[] {
  return allAddressesOf(network, hostname).filter((each) => isOfFamily(each, family))
}

function allAddressesOf(network: Network, hostname: string): readonly string[] {
  const literal = parseAddress(hostname)
  if (literal !== undefined) return [literal.text]
  const name = hostname.toLowerCase().replace(/\.$/, '')
  if (name === 'localhost' || name.endsWith('.localhost')) return loopbackAddresses.map(({ text }) => text)
  return network.addressesOf(name)
}
