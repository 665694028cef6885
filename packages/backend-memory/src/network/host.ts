/**
 * A host of the network, with its addresses and its ports. It does not know the other hosts. The source address of a
 * destination is the address of the interface on the same link, else the first address of the family. This rule is a small
 * part of RFC 6724, 5.
 */
import type { NetworkInterface } from '@chrome-socket/api/backend'
import {
  address,
  isBroadcastOf,
  isLimitedBroadcast,
  isLoopback,
  isMulticast,
  isUnspecified,
  samePrefix,
  unmapped,
} from './ip-address.ts'
import type { IpAddress } from './ip-address.ts'
import type { DatagramReceiver, TcpPortOwner } from './port-owners.ts'
import { Ports } from './ports.ts'

/** An interface with its parsed address. */
interface Attachment {
  readonly address: IpAddress
  readonly prefixLength: number
}

/** The route to an address. */
export interface Route {
  /** The source address of datagrams and connections on this route. */
  readonly source: IpAddress
  readonly destination: IpAddress
}

/** The addresses of this host on its loopback interface. IPv6 comes first (RFC 6724). */
export const loopbackAddresses: readonly IpAddress[] = [address('::1'), address('127.0.0.1')]

const loopback: Attachment = { address: address('127.0.0.1'), prefixLength: 8 }

export class Host {
  readonly hostname: string
  readonly interfaces: readonly NetworkInterface[]
  readonly tcpPorts: Ports<TcpPortOwner> = new Ports()
  readonly udpPorts: Ports<DatagramReceiver> = new Ports()
  readonly #attachments: readonly Attachment[]

  constructor(hostname: string, interfaces: readonly NetworkInterface[]) {
    this.hostname = hostname
    this.#attachments = interfaces.map((each) => ({ address: address(each.address), prefixLength: each.prefixLength }))
    this.interfaces = interfaces.map(({ name, prefixLength }, index) =>
      Object.freeze({ name, address: this.#attachments[index]?.address.text ?? '', prefixLength }),
    )
  }

  /** Whether `address` belongs to this host, on any interface including loopback. */
  owns(address: IpAddress): boolean {
    const plain = unmapped(address)
    return isLoopback(plain) || this.#attachments.some((each) => each.address.text === plain.text)
  }

  /** Whether a listener may be bound to `address`. */
  mayBind(address: IpAddress): boolean {
    return isUnspecified(address) || this.owns(address)
  }

  /**
   * Whether a datagram socket may be bound to `address`. It may also be a group or a broadcast address; the socket then gets
   * only datagrams to this address.
   */
  mayBindDatagrams(address: IpAddress): boolean {
    return this.mayBind(address) || isMulticast(address) || this.isBroadcast(address)
  }

  /** Whether `address` stands for all hosts of a link that this host is on (RFC 919, 7). */
  isBroadcast(address: IpAddress): boolean {
    const plain = unmapped(address)
    const isDirected = [loopback, ...this.#attachments].some((each) =>
      isBroadcastOf(each.address, each.prefixLength, plain),
    )
    return isDirected || isLimitedBroadcast(plain)
  }

  /** The route to an address, or undefined if no interface leads there. */
  route(to: IpAddress): Route | undefined {
    // The unspecified address stands for this host, as on Linux and BSD.
    const destination = isUnspecified(to) ? loopbackOf(to.family) : unmapped(to)
    if (isLoopback(destination)) return { source: loopbackOf(destination.family), destination }
    if (this.owns(destination)) return { source: destination, destination }
    const ofFamily = this.#attachments.filter((each) => each.address.family === destination.family)
    const direct = ofFamily.find((each) => samePrefix(each.address, destination, each.prefixLength))
    const source = (direct ?? ofFamily[0])?.address
    return source && { source, destination }
  }

  /** The number of hops to `other`: 0 to itself, 1 on a shared link, and 2 through the router. */
  hopsTo(other: Host, family: 4 | 6): number {
    if (other === this) return 0
    const isOnSharedLink = this.#attachments.some(
      (mine) =>
        mine.address.family === family &&
        other.#attachments.some((theirs) => samePrefix(mine.address, theirs.address, mine.prefixLength)),
    )
    return isOnSharedLink ? 1 : 2
  }

  hasFamily(family: 4 | 6): boolean {
    return this.#attachments.some((each) => each.address.family === family)
  }
}

function loopbackOf(family: 4 | 6): IpAddress {
  return family === 4 ? loopback.address : address('::1')
}
