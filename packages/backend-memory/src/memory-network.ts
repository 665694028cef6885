/**
 * The public part of a network: its conditions, its names and its failures on demand. All random numbers come from one seeded
 * generator and all times from one clock, so a test that failed once fails again.
 */
import { NetError } from '@chrome-socket/api/backend'
import type { NetResult } from '@chrome-socket/api/backend'
import { systemClock } from './clock.ts'
import type { Clock } from './clock.ts'
import { seededRandom } from './network/conditions.ts'
import type { Conditions } from './network/conditions.ts'
import type { Operation } from './network/faults.ts'
import { Network } from './network/network.ts'

/** The options of a network: its initial conditions, its clock and its names. Each is optional. */
export interface MemoryNetworkOptions extends Partial<Conditions> {
  /** The seed of all random numbers, an integer. The same seed gives the same losses and delays. The default is 1. */
  readonly seed?: number
  /** The clock of the network. The default is the runtime's timers. With a `ManualClock`, latencies cost no time. */
  readonly clock?: Clock
  /**
   * Names besides the host names and `localhost`. Each has a list of IP literals, in the order in which clients try
   * them.
   */
  readonly names?: Readonly<Record<string, readonly string[]>>
  /** The number of unread bytes that each direction of a connection holds. The default is 65,536. */
  readonly streamBufferBytes?: number
  /**
   * The number of bytes that a datagram socket queues. Datagrams that exceed it are lost. The default is 212,992, as
   * on Linux.
   */
  readonly datagramBufferBytes?: number
  /**
   * The largest number of bytes that a step of a write, or a read, moves. Tests use it to get short writes and small
   * reads. There is no limit by default.
   */
  readonly segmentBytes?: number
  /**
   * The time in milliseconds after which an unanswered connect fails with `ERR_CONNECTION_TIMED_OUT`. The default is
   * 127,000, as on Linux.
   */
  readonly connectTimeout?: number
}

let readNetwork: (network: MemoryNetwork) => Network

/**
 * A network inside the process. Hosts join it by `memoryBackend({ network })`.
 * @throws TypeError: an address in `names` is not an IP literal.
 * @example
 * import { NetError } from '@chrome-socket/api'
 * import { MemoryNetwork } from '@chrome-socket/backend-memory'
 *
 * const network = new MemoryNetwork({ latency: 20, names: { 'printer.test': ['192.0.2.7'] } })
 * network.failNext('connect', NetError.ERR_CONNECTION_TIMED_OUT)
 */
export class MemoryNetwork {
  readonly #network: Network

  static {
    readNetwork = (network) => network.#network
  }

  constructor(options: MemoryNetworkOptions = {}) {
    const { latency = 0, loss = 0, reordering = 0, reorderDelay = 10 } = options
    const limits = {
      streamBufferBytes: options.streamBufferBytes ?? 65_536,
      datagramBufferBytes: options.datagramBufferBytes ?? 212_992,
      segmentBytes: options.segmentBytes ?? Infinity,
      connectTimeout: options.connectTimeout ?? 127_000,
    }
    const conditions = { latency, loss, reordering, reorderDelay }
    this.#network = new Network(options.clock ?? systemClock, conditions, limits, seededRandom(options.seed ?? 1))
    for (const [name, addresses] of Object.entries(options.names ?? {})) this.setName(name, addresses)
  }

  /** The conditions. A test may change them at any time. The change applies to everything that is sent afterwards. */
  get conditions(): Conditions {
    return this.#network.conditions
  }

  /** The time of the network. */
  get clock(): Clock {
    return this.#network.clock
  }

  /**
   * The number of open sockets: listeners, datagram sockets, and ends of connections that are neither closed nor
   * broken.
   */
  get openSockets(): number {
    return this.#network.openSockets.size
  }

  /**
   * Makes a name resolve to these IP literals.
   * @param name the name, in any case
   * @param addresses IP literals in the order in which clients try them; with an empty list, the name does not resolve
   * @throws TypeError: an address is not an IP literal.
   * @example
   * import { MemoryNetwork } from '@chrome-socket/backend-memory'
   *
   * new MemoryNetwork().setName('printer.test', ['192.0.2.7'])
   */
  setName(name: string, addresses: readonly string[]): void {
    this.#network.setName(name, addresses)
  }

  /**
   * Cuts host `a` off from host `b`, or from all other hosts. Datagrams between them are lost, connections stand
   * still, and connects time out.
   * @param a the name of a host
   * @param b the name of another host; without it, all other hosts
   * @returns the function that ends the cut; streams then continue with the bytes that were under way
   * @errors Cannot fail. A name without a host has no effect until a host with this name joins.
   * @example
   * import { MemoryNetwork } from '@chrome-socket/backend-memory'
   *
   * const network = new MemoryNetwork()
   * const heal = network.partition('client', 'server')
   * setTimeout(heal, 1000)
   */
  partition(a: string, b?: string): () => void {
    return this.#network.partitions.cut(a.toLowerCase(), b?.toLowerCase())
  }

  /**
   * Resets every connection, or every connection of one host. Both ends get `-101 ERR_CONNECTION_RESET`.
   * @param hostname the name of a host; without it, all hosts
   * @errors Cannot fail.
   * @example
   * import { MemoryNetwork } from '@chrome-socket/backend-memory'
   *
   * new MemoryNetwork().resetAll('server')
   */
  resetAll(hostname?: string): void {
    const wanted = hostname?.toLowerCase()
    for (const socket of this.#network.openSockets) {
      if ((wanted ?? socket.hostname) === socket.hostname) socket.break?.(NetError.ERR_CONNECTION_RESET)
    }
  }

  /**
   * Makes the next operation of a kind fail with an error, without any other effect. A failed read or write also
   * breaks its connection. Listeners and datagram sockets stay open.
   * @param operation the kind, such as `connect`, `read` or `resolve`
   * @param code one of `NetError`, below 0
   * @param hostname the host that starts the operation; without it, any host
   * @throws TypeError: there is no such operation.
   * @throws RangeError: the code is not negative.
   * @example
   * import { NetError } from '@chrome-socket/api'
   * import { MemoryNetwork } from '@chrome-socket/backend-memory'
   *
   * new MemoryNetwork().failNext('read', NetError.ERR_CONNECTION_RESET, 'client')
   */
  failNext(operation: Operation, code: NetResult, hostname?: string): void {
    this.#network.faults.plan(operation, code, hostname?.toLowerCase())
  }
}

/** Returns the internal part of a network. Only this package uses it. */
export function networkOf(network: MemoryNetwork): Network {
  return readNetwork(network)
}
