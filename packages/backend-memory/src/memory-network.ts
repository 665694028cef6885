/**
 * A network inside the process: the hosts on it, their names, what it does to what it carries, and its failures on demand.
 * All chance in it comes from one seeded generator and all time from one clock, so a test that fails once fails again.
 */
import { NetError, type NetResult, type NetworkInterface } from '@chrome-socket/api/backend'
import { type IpAddress, address } from './address.ts'
import { type Clock, systemClock } from './clock.ts'
import { Faults, type Operation } from './faults.ts'
import type { FlowLimits } from './flow.ts'
import type { Lane, Way } from './lane.ts'
import type { MemoryListener } from './listener.ts'
import { MemoryHost } from './memory-host.ts'
import { seededRandom } from './random.ts'
import type { MemoryTcpStream } from './tcp.ts'
import type { MemoryDatagramSocket } from './udp.ts'

/** What the network does to what it carries, on every way, a host's to itself included. */
export interface Conditions {
  /** One way, in milliseconds: always the same, or anew for each segment and datagram between two bounds. 0 from the start. */
  latency: number | readonly [least: number, most: number]
  /** The share of datagrams that never arrive, 0..1. 0 from the start. Streams retransmit, so for them nothing is lost. */
  loss: number
  /** The share of datagrams that are held back by `reorderDelay`, so that later ones overtake them, 0..1. 0 from the start. */
  reordering: number
  /** In milliseconds. 10 from the start. */
  reorderDelay: number
}

/** The network's conditions from the start, its clock and its names. */
export interface MemoryNetworkOptions extends Partial<Conditions> {
  /** An integer; the same seed gives the same losses and delays. 1 unless given. */
  readonly seed?: number
  /** The runtime's timers unless given; a `ManualClock` makes latencies cost no time. */
  readonly clock?: Clock
  /** What names resolve to, besides host names and `localhost`: IP literals, in the order in which to try them. */
  readonly names?: Readonly<Record<string, readonly string[]>>
  /** In bytes: what each direction of a connection holds until it is read. 65,536 unless given. */
  readonly streamBufferBytes?: number
  /**
   * In bytes: what a datagram socket holds until it is received; what comes then is lost. 212,992 unless given, as on
   * Linux.
   */
  readonly datagramBufferBytes?: number
  /**
   * In bytes: the most that one step of a write and one read move, to have short writes and small reads. No limit
   * unless given.
   */
  readonly segmentBytes?: number
  /**
   * In milliseconds, until a connect that nobody answers fails with `ERR_CONNECTION_TIMED_OUT`. 127,000 unless given,
   * as on Linux.
   */
  readonly connectTimeout?: number
}

/**
 * A network inside the process, which hosts join by `memoryBackend({ network })`. It has the faults: `failNext`, `partition`,
 * `resetAll`, and `conditions` for latency, loss and reordering.
 */
export class MemoryNetwork {
  /** May be changed at any time; counts for what is sent from then on. */
  readonly conditions: Conditions
  readonly clock: Clock
  /** @internal */
  readonly connectTimeout: number
  /** @internal */
  readonly datagramBufferBytes: number
  /** @internal */
  readonly flowLimits: FlowLimits
  /** The hosts, in the order in which they joined. @internal */
  readonly hosts: Set<MemoryHost> = new Set()
  /** @internal */
  readonly faults: Faults = new Faults()
  /** The ends of connections that are neither closed nor broken. @internal */
  readonly streams: Set<MemoryTcpStream> = new Set()
  /** @internal */
  readonly datagramSockets: Set<MemoryDatagramSocket> = new Set()
  /** @internal */
  readonly listeners: Set<MemoryListener> = new Set()
  readonly #random: () => number
  readonly #names = new Map<string, readonly string[]>()
  readonly #cuts = new Set<readonly [string, string | undefined]>()
  readonly #stalled = new Set<Lane>()

  constructor(options: MemoryNetworkOptions = {}) {
    const { latency = 0, loss = 0, reordering = 0, reorderDelay = 10 } = options
    this.conditions = { latency, loss, reordering, reorderDelay }
    this.clock = options.clock ?? systemClock
    this.connectTimeout = options.connectTimeout ?? 127_000
    this.datagramBufferBytes = options.datagramBufferBytes ?? 212_992
    this.flowLimits = { capacity: options.streamBufferBytes ?? 65_536, segment: options.segmentBytes ?? Infinity }
    this.#random = seededRandom(options.seed ?? 1)
    for (const [name, addresses] of Object.entries(options.names ?? {})) this.setName(name, addresses)
  }

  /** Makes `name` resolve to these IP literals; to nothing when there are none. */
  setName(name: string, addresses: readonly string[]): void {
    this.#names.set(
      name.toLowerCase(),
      addresses.map((literal) => address(literal).text),
    )
  }

  /** What `name`, in lower case, resolves to; undefined for no such name. @internal */
  lookUp(name: string): readonly string[] | undefined {
    const named = this.#names.get(name)
    if (named !== undefined) return named.length > 0 ? named : undefined
    return [...this.hosts].find((host) => host.hostname === name)?.interfaces.map((each) => each.address)
  }

  /** How many sockets are open: ends of connections that are neither closed nor broken, listeners, datagram sockets. */
  get openSockets(): number {
    return this.streams.size + this.listeners.size + this.datagramSockets.size
  }

  /** Puts a host on the network. Its name and addresses must be its own. @internal */
  addHost(hostname?: string, interfaces?: readonly NetworkInterface[]): MemoryHost {
    const number = this.hosts.size + 1
    const host = new MemoryHost(
      this,
      (hostname ?? `host-${number}`).toLowerCase(),
      interfaces ?? defaultInterfaces(number),
    )
    for (const other of this.hosts) {
      if (other.hostname === host.hostname) throw new Error(`The network has a host named ${host.hostname}`)
      const taken = host.interfaces.find((each) => other.owns(address(each.address)))
      if (taken !== undefined) throw new Error(`${other.hostname} has the address ${taken.address}`)
    }
    this.hosts.add(host)
    return host
  }

  /** @internal */
  hostAt(address: IpAddress): MemoryHost | undefined {
    return [...this.hosts].find((host) => host.owns(address))
  }

  /**
   * Cuts the host `a` off from the host `b`, or from all others: datagrams between them are lost, connections stand still
   * and connects time out. The result heals it: streams go on with what was under way.
   */
  partition(a: string, b?: string): () => void {
    const cut = [a.toLowerCase(), b?.toLowerCase()] as const
    this.#cuts.add(cut)
    return () => {
      this.#cuts.delete(cut)
      for (const lane of this.#stalled) {
        this.#stalled.delete(lane)
        lane.advance()
      }
    }
  }

  /** Resets every connection, or those of the host `hostname`: both ends get `ERR_CONNECTION_RESET`. */
  resetAll(hostname?: string): void {
    const wanted = hostname?.toLowerCase()
    for (const stream of this.streams) {
      if ((wanted ?? stream.hostname) === stream.hostname) stream.break(NetError.ERR_CONNECTION_RESET)
    }
  }

  /**
   * Has the next `operation`, on any host or on `hostname`, complete with `code`, one of `NetError`, instead of being done.
   * A read or a write that fails so takes its connection with it; a listener and a datagram socket go on.
   */
  failNext(operation: Operation, code: NetResult, hostname?: string): void {
    this.faults.plan(operation, code, hostname?.toLowerCase())
  }

  /** The way between two hosts; an absent one is an address that nobody has. @internal */
  way(from: MemoryHost | undefined, to: MemoryHost | undefined): Way {
    return {
      clock: this.clock,
      stalled: this.#stalled,
      latency: () => this.#drawLatency(),
      isCut: () => from !== undefined && to !== undefined && from !== to && this.#isCut(from.hostname, to.hostname),
    }
  }

  #isCut(from: string, to: string): boolean {
    for (const [a, b] of this.#cuts) {
      if ((a === from && (b ?? to) === to) || (a === to && (b ?? from) === from)) return true
    }
    return false
  }

  #drawLatency(): number {
    const { latency } = this.conditions
    if (typeof latency === 'number') return latency
    const [least, most] = latency
    return least + (most - least) * this.#random()
  }

  /** Whether this datagram is lost. @internal */
  drawLoss(): boolean {
    const { loss } = this.conditions
    return loss > 0 && this.#random() < loss
  }

  /** In milliseconds: for how long this datagram is held back. @internal */
  drawDelay(): number {
    const { reordering, reorderDelay } = this.conditions
    return reordering > 0 && this.#random() < reordering ? reorderDelay : 0
  }
}

/** Addresses that are private by RFC 1918 and RFC 4193, one of each family for each host, all on one link. */
function defaultInterfaces(number: number): readonly NetworkInterface[] {
  return [
    { name: 'eth0', address: `10.0.${number >> 8}.${number & 255}`, prefixLength: 16 },
    { name: 'eth0', address: `fd00::${number.toString(16)}`, prefixLength: 64 },
  ]
}
