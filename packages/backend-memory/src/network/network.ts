/**
 * The internal part of a network, which its hosts and sockets use. `MemoryNetwork` is the public part.
 */
import type { NetResult, NetworkInterface } from '@chrome-socket/api/backend'
import { Map, Set } from '../globals.ts'
import type { Clock } from '../clock.ts'
import { drawLatency, drawLoss, drawReorderDelay } from './conditions.ts'
import type { Conditions, Random } from './conditions.ts'
import { Faults } from './faults.ts'
import type { Operation } from './faults.ts'
import { Host } from './host.ts'
import { address } from './ip-address.ts'
import type { IpAddress } from './ip-address.ts'
import { Partitions } from './partitions.ts'
import type { Path } from './path.ts'

/** The limits of a network. The options of `MemoryNetwork` describe them. */
export interface Limits {
  readonly streamBufferBytes: number
  readonly datagramBufferBytes: number
  readonly segmentBytes: number
  readonly connectTimeout: number
}

/** An end of a connection, a listener or a datagram socket that is neither closed nor broken. */
export interface OpenSocket {
  readonly hostname: string
  /** Breaks a connection: this end fails with `code`, and the other end is reset. Other sockets do not have this function. */
  break?(code: NetResult): void
}

export class Network {
  readonly clock: Clock
  readonly conditions: Conditions
  readonly limits: Limits
  readonly faults: Faults = new Faults()
  readonly partitions: Partitions = new Partitions()
  readonly openSockets: Set<OpenSocket> = new Set()
  /** The hosts by name, in the order in which they joined. */
  readonly #hosts: Map<string, Host> = new Map()
  readonly #names: Map<string, readonly string[]> = new Map()
  readonly #random: Random

  constructor(clock: Clock, conditions: Conditions, limits: Limits, random: Random) {
    this.clock = clock
    this.conditions = conditions
    this.limits = limits
    this.#random = random
  }

  get hosts(): readonly Host[] {
    return [...this.#hosts.values()]
  }

  /** Adds a host. Throws if the network has a host with this name or one of these addresses. */
  addHost(givenName: string | undefined, givenInterfaces: readonly NetworkInterface[] | undefined): Host {
    const number = this.#hosts.size + 1
    const hostname = (givenName ?? `host-${number}`).toLowerCase()
    const host = new Host(hostname, givenInterfaces ?? defaultInterfaces(number))
    if (this.#hosts.has(hostname)) throw new Error(`The network has a host named ${hostname}`)
    for (const { address: literal } of host.interfaces) {
      const owner = this.#ownerOf(address(literal))
      if (owner !== undefined) throw new Error(`${owner.hostname} has the address ${literal}`)
    }
    this.#hosts.set(hostname, host)
    return host
  }

  /** The host that has `address`, as seen from `host`. */
  hostAt(address: IpAddress, host: Host): Host | undefined {
    return host.owns(address) ? host : this.#ownerOf(address)
  }

  #ownerOf(address: IpAddress): Host | undefined {
    return this.hosts.find((host) => host.owns(address))
  }

  /** Sets the addresses of a name. Without addresses, the name does not resolve. */
  setName(name: string, addresses: readonly string[]): void {
    this.#names.set(
      name.toLowerCase(),
      addresses.map((literal) => address(literal).text),
    )
  }

  /** The addresses of `name`, which is in lower case. */
  addressesOf(name: string): readonly string[] {
    return this.#names.get(name) ?? this.#hosts.get(name)?.interfaces.map((each) => each.address) ?? []
  }

  /**
   * Must be called at the start of every operation of a host. Returns the planned error, with which the operation then fails.
   */
  begin(operation: Operation, host: Host): NetResult | undefined {
    this.clock.operationBegun?.()
    return this.faults.take(operation, host.hostname)
  }

  /** The path between two hosts. A path to an address without a host is never cut. */
  path(from: Host | undefined, to: Host | undefined): Path {
    const { clock, conditions, partitions } = this
    return {
      clock,
      latency: () => drawLatency(conditions, this.#random),
      isCut: () => from !== undefined && to !== undefined && partitions.separate(from.hostname, to.hostname),
      whenHealed: (resume) => partitions.whenHealed(resume),
    }
  }

  /** Carries a datagram from one host to another: it calls `arrive`, or loses the datagram. */
  carryDatagram(from: Host, to: Host, arrive: () => void): void {
    const path = this.path(from, to)
    if (path.isCut() || drawLoss(this.conditions, this.#random)) return
    const wait = path.latency() + drawReorderDelay(this.conditions, this.#random)
    if (wait === 0) arrive()
    else this.clock.after(wait, arrive)
  }
}

/** The default interfaces: a private address of each family (RFC 1918, RFC 4193). All hosts are on one link. */
function defaultInterfaces(number: number): readonly NetworkInterface[] {
  return [
    { name: 'eth0', address: `10.0.${number >> 8}.${number & 255}`, prefixLength: 16 },
    { name: 'eth0', address: `fd00::${number.toString(16)}`, prefixLength: 64 },
  ]
}
