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

/** The network's conditions from the start, its clock and its names. Each is optional. */
export interface MemoryNetworkOptions extends Partial<Conditions> {
  /** An integer. The same seed gives the same losses and delays. 1 by default. */
  readonly seed?: number
  /** The runtime's timers by default. With a `ManualClock` latencies cost no time. */
  readonly clock?: Clock
  /** Names beside the host names and `localhost`, each with its IP literals in the order in which to try them. */
  readonly names?: Readonly<Record<string, readonly string[]>>
  /** In bytes: what each direction of a connection holds until it is read. 65,536 by default. */
  readonly streamBufferBytes?: number
  /**
   * In bytes: what a datagram socket holds until it is received. Datagrams that come then are lost. 212,992 by default, as on
   * Linux.
   */
  readonly datagramBufferBytes?: number
  /**
   * In bytes: the most that one step of a write and one read move, for tests of short writes and small reads. No limit by
   * default.
   */
  readonly segmentBytes?: number
  /**
   * In milliseconds: the time until a connect that nobody answers fails with `ERR_CONNECTION_TIMED_OUT`. 127,000 by default,
   * as on Linux.
   */
  readonly connectTimeout?: number
}

let readNetwork: (network: MemoryNetwork) => Network

/**
 * A network inside the process. Hosts join it by `memoryBackend({ network })`.
 * @throws TypeError: an address of `names` is no IP literal.
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

  /** May be changed at any time, and holds for all that is sent from then on. */
  get conditions(): Conditions {
    return this.#network.conditions
  }

  /** The time of the network. */
  get clock(): Clock {
    return this.#network.clock
  }

  /** The number of open sockets: ends of connections that are neither closed nor broken, listeners, datagram sockets. */
  get openSockets(): number {
    return this.#network.openSockets.size
  }

  /**
   * Makes a name resolve to these IP literals.
   * @param name in any case
   * @param addresses in the order in which to try them; with none, the name does not resolve
   * @throws TypeError: one is no IP literal.
   * @example
   * import { MemoryNetwork } from '@chrome-socket/backend-memory'
   *
   * new MemoryNetwork().setName('printer.test', ['192.0.2.7'])
   */
  setName(name: string, addresses: readonly string[]): void {
    this.#network.setName(name, addresses)
  }

  /**
   * Cuts the host `a` off from the host `b`, or from all others: datagrams between them are lost, connections stand still,
   * and connects time out.
   * @param a a host's name
   * @param b another's; all others unless given
   * @returns what heals the cut. Streams then go on with the bytes that were under way, unless another cut holds them up.
   * @errors Cannot fail. A name that no host has cuts nobody off yet.
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
   * Resets every connection, or those of one host: both ends get `-101 ERR_CONNECTION_RESET`.
   * @param hostname a host's name; all unless given
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
   * Makes the next operation of a kind complete with an error instead of being done. A read or a write that fails takes its connection
   * with it. A listener and a datagram socket go on.
   * @param operation such as `connect`, `read` or `resolve`
   * @param code one of `NetError`, below 0
   * @param hostname on which host; on any unless given
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

/** The internal part of a network, for this package only. */
export function networkOf(network: MemoryNetwork): Network {
  return readNetwork(network)
}
