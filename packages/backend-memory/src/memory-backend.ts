/**
 * The backend, which is a host of a network inside the process. It has every part of the contract.
 */
import { afterMicrotasks, completeLater, NetError, openLater } from '@chrome-socket/api/backend'
import type {
  Backend,
  Cancel,
  DatagramOptions,
  Endpoint,
  InterfacesCompletion,
  NetResult,
  NetworkInterface,
  OpenDatagramCompletion,
} from '@chrome-socket/api/backend'
import { MemoryNetwork, networkOf } from './memory-network.ts'
import { addressesOf } from './network/resolve.ts'
import type { MemoryConnectCompletion } from './tcp/connect-attempt.ts'
import { connect } from './tcp/connect.ts'
import { listen } from './tcp/listener.ts'
import type { MemoryListeningSocket } from './tcp/listener.ts'
import { openDatagram } from './udp/open.ts'

/** The options of a host. Each is optional. */
export interface MemoryBackendOptions {
  /** The network to join. The default is a new network without other hosts. */
  readonly network?: MemoryNetwork
  /**
   * The name of the host, for other hosts to resolve and for the faults of the network. The default is `host-1`,
   * `host-2`, ….
   */
  readonly hostname?: string
  /**
   * The addresses of the host besides the loopback addresses. The default is `eth0` with 10.0.0.N/16 and fd00::N/64.
   * With an empty list the host reaches only itself.
   */
  readonly interfaces?: readonly NetworkInterface[]
}

/** Receives the result of a listen. `listener` is present if and only if `result` is 0. */
export type MemoryListenCompletion = (result: NetResult, listener?: MemoryListeningSocket) => void

/** A backend with every part of the contract. Its streams can also end their own side and reset the connection. */
export interface MemoryBackend extends Backend {
  /** The network of this host, for faults and conditions. */
  readonly network: MemoryNetwork
  /** The name of the host, in lower case. */
  readonly hostname: string
  /** As in `Backend`; the stream is a `MemoryStream`. */
  connect(to: Endpoint, complete: MemoryConnectCompletion): Cancel
  /** As in `Backend`; the listener is a `MemoryListeningSocket`. */
  listen(at: Endpoint, backlog: number, complete: MemoryListenCompletion): Cancel
  /** As in `Backend`. */
  openDatagram(options: DatagramOptions, complete: OpenDatagramCompletion): Cancel
  /** As in `Backend`. */
  networkInterfaces(complete: InterfacesCompletion): void
}

/**
 * Makes a host on a network inside the process. Its backend has every part of the contract.
 * @param options the network, the host's name and its addresses, each of them optional
 * @throws Error: the network already has a host with this name or one of these addresses.
 * @throws TypeError: an address is not an IP literal.
 * @example
 * import { createChrome } from '@chrome-socket/api'
 * import { memoryBackend, MemoryNetwork } from '@chrome-socket/backend-memory'
 *
 * const network = new MemoryNetwork()
 * const server = createChrome({ backend: memoryBackend({ network, hostname: 'server' }) })
 * const client = createChrome({ backend: memoryBackend({ network }) })
 */
export function memoryBackend(options: MemoryBackendOptions = {}): MemoryBackend {
  const memoryNetwork = options.network ?? new MemoryNetwork()
  const network = networkOf(memoryNetwork)
  const host = network.addHost(options.hostname, options.interfaces)
  return {
    name: 'memory',
    network: memoryNetwork,
    hostname: host.hostname,
    resolve(hostname, family, complete) {
      const fault = network.begin('resolve', host)
      const addresses = fault === undefined ? addressesOf(network, hostname, family) : []
      const failure = fault ?? NetError.ERR_NAME_NOT_RESOLVED
      return completeLater(() => complete(addresses.length > 0 ? NetError.OK : failure, addresses))
    },
    connect: (to, complete) => connect(network, host, to, complete),
    listen: (at, backlog, complete) => completeWith(listen(network, host, at, backlog), complete),
    openDatagram: (options, complete) => completeWith(openDatagram(network, host, options), complete),
    networkInterfaces(complete) {
      const fault = network.begin('networkInterfaces', host)
      afterMicrotasks(() => complete(fault ?? NetError.OK, fault === undefined ? [...host.interfaces] : []))
    },
  }
}

/** Completes an operation with a new socket, or with an error. */
function completeWith<Socket extends { close(): void }>(
  opened: Socket | NetResult,
  complete: (result: NetResult, socket?: Socket) => void,
): Cancel {
  return typeof opened === 'number' ? completeLater(() => complete(opened)) : openLater(opened, complete)
}
