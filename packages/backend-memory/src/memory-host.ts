/**
 * One computer of the network: its addresses, its ports, and where it finds the others.
 * Choosing the source address: the interface that reaches the destination directly, else the first of its family (RFC
 * 6724 section 5, in small).
 */
import type { NetResult, NetworkInterface } from '@chrome-socket/api/backend'
import { type IpAddress, address, isLoopback, isUnspecified, samePrefix, unmapped } from './address.ts'
import type { Operation } from './faults.ts'
import type { MemoryListener } from './listener.ts'
import type { MemoryNetwork } from './memory-network.ts'
import { Ports } from './ports.ts'
import type { MemoryDatagramSocket } from './udp.ts'

/** An interface, its address read. */
interface Attachment {
  readonly address: IpAddress
  readonly prefixLength: number
}

/** How to reach an address. */
export interface Route {
  /** The address to send from. */
  readonly source: IpAddress
  readonly destination: IpAddress
}

/** The owner of a port that a connection to elsewhere has, where nobody listens. */
export type TcpPortOwner = MemoryListener | 'connection'

export class MemoryHost {
  readonly hostname: string
  readonly network: MemoryNetwork
  readonly interfaces: readonly NetworkInterface[]
  readonly tcpPorts: Ports<TcpPortOwner> = new Ports()
  readonly udpPorts: Ports<MemoryDatagramSocket> = new Ports()
  readonly #attachments: readonly Attachment[]

  constructor(network: MemoryNetwork, hostname: string, interfaces: readonly NetworkInterface[]) {
    this.network = network
    this.hostname = hostname
    this.#attachments = interfaces.map(({ address: literal, prefixLength }) => ({
      address: address(literal),
      prefixLength,
    }))
    this.interfaces = interfaces.map(({ name, address: literal, prefixLength }) =>
      Object.freeze({ name, address: address(literal).text, prefixLength }),
    )
  }

  /** The error that was planned for this operation, which then must not be done. */
  fault(operation: Operation): NetResult | undefined {
    return this.network.faults.take(operation, this.hostname)
  }

  /** Whether `address` is this host's, on any interface or the loopback one. */
  owns(address: IpAddress): boolean {
    const plain = unmapped(address)
    return isLoopback(plain) || this.#attachments.some((each) => each.address.text === plain.text)
  }

  /** Whether a socket may be bound to `address`. */
  mayBind(address: IpAddress): boolean {
    return isUnspecified(address) || this.owns(address)
  }

  /** How to reach `to`; undefined when no interface leads there. */
  route(to: IpAddress): Route | undefined {
    // An unspecified destination is this host, as on Linux and BSD.
    const destination = isUnspecified(to) ? address(to.family === 4 ? '127.0.0.1' : '::1') : unmapped(to)
    if (isLoopback(destination)) return { source: address(to.family === 4 ? '127.0.0.1' : '::1'), destination }
    if (this.owns(destination)) return { source: destination, destination }
    const ofFamily = this.#attachments.filter((each) => each.address.family === destination.family)
    const direct = ofFamily.find((each) => samePrefix(each.address, destination, each.prefixLength))
    const source = (direct ?? ofFamily[0])?.address
    return source && { source, destination }
  }

  /** The host that has `address`, as seen from here. */
  hostAt(address: IpAddress): MemoryHost | undefined {
    return this.owns(address) ? this : this.network.hostAt(address)
  }

  /** The number of hops to `other`: none to oneself, one on a shared link, and one more through the router. */
  hopsTo(other: MemoryHost, family: 4 | 6): number {
    if (other === this) return 0
    const shared = this.#attachments.some(
      (mine) =>
        mine.address.family === family &&
        other.#attachments.some((theirs) => samePrefix(mine.address, theirs.address, mine.prefixLength)),
    )
    return shared ? 1 : 2
  }

  hasFamily(family: 4 | 6): boolean {
    return this.#attachments.some((each) => each.address.family === family)
  }
}
