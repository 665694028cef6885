/**
 * The backend: one host of a network inside the process, offering every part of the contract.
 */
import {
  type Backend,
  type Cancel,
  type DatagramOptions,
  type DatagramSocket,
  type Endpoint,
  NetError,
  type NetResult,
  type NetworkInterface,
  type TcpListener,
  afterMicrotasks,
} from '@chrome-socket/api/backend'
import { parseAddress } from './address.ts'
import { connect } from './connect.ts'
import { MemoryListener } from './listener.ts'
import type { MemoryHost } from './memory-host.ts'
import { MemoryNetwork } from './memory-network.ts'
import type { MemoryStream } from './tcp.ts'
import { lookUp } from './resolve.ts'
import { openDatagram } from './udp.ts'

/** A host, and the network that it joins. */
export interface MemoryBackendOptions {
  /** The network to join; a new one with nobody else on it unless given. */
  readonly network?: MemoryNetwork
  /** What the other hosts resolve it by, and the faults of the network name it by; `host-1`, `host-2`, … unless given. */
  readonly hostname?: string
  /**
   * Its addresses besides the loopback ones; `eth0` with 10.0.0.N/16 and fd00::N/64 unless given. With none it has only
   * itself.
   */
  readonly interfaces?: readonly NetworkInterface[]
}

export interface MemoryListeningSocket extends TcpListener {
  accept(done: (result: NetResult, stream?: MemoryStream) => void): void
}

/** The contract with every part there, and streams that can also end one side and reset. */
export interface MemoryBackend extends Backend {
  /** The network it is on, for faults and conditions. */
  readonly network: MemoryNetwork
  readonly hostname: string
  connect(to: Endpoint, done: (result: NetResult, stream?: MemoryStream) => void): Cancel
  listen(at: Endpoint, backlog: number, done: (result: NetResult, listener?: MemoryListeningSocket) => void): Cancel
  openDatagram(options: DatagramOptions, done: (result: NetResult, socket?: DatagramSocket) => void): Cancel
  networkInterfaces(done: (result: NetResult, interfaces: readonly NetworkInterface[]) => void): void
}

/** A new host; throws when the network has one with its name or one of its addresses. */
export function memoryBackend(options: MemoryBackendOptions = {}): MemoryBackend {
  const network = options.network ?? new MemoryNetwork()
  const host = network.addHost(options.hostname, options.interfaces)
  return {
    name: 'memory',
    network,
    hostname: host.hostname,
    resolve(hostname, family, done) {
      const fault = host.fault('resolve')
      const addresses = fault === undefined ? lookUp(host, hostname, family) : undefined
      return complete(() => {
        done(addresses === undefined ? (fault ?? NetError.ERR_NAME_NOT_RESOLVED) : NetError.OK, addresses ?? [])
      })
    },
    connect: (to, done) => connect(host, to, done),
    listen: (at, backlog, done) => open(listen(host, at, backlog), done),
    openDatagram: (options, done) => open(host.fault('openDatagram') ?? openDatagram(host, options), done),
    networkInterfaces(done) {
      const fault = host.fault('networkInterfaces')
      afterMicrotasks(() => {
        done(fault ?? NetError.OK, fault === undefined ? [...host.interfaces] : [])
      })
    },
  }
}

function listen(host: MemoryHost, at: Endpoint, backlog: number): MemoryListener | NetResult {
  const fault = host.fault('listen')
  if (fault !== undefined) return fault
  const address = parseAddress(at.address)
  if (address === undefined || !host.mayBind(address)) return NetError.ERR_ADDRESS_INVALID
  const port = host.tcpPorts.choose(address, at.port)
  if (port === undefined) return NetError.ERR_ADDRESS_IN_USE
  const listener = new MemoryListener(host, { address: address.text, port }, backlog, () => {
    host.network.listeners.delete(listener)
    release()
  })
  const release = host.tcpPorts.bind(address, port, listener)
  host.network.listeners.add(listener)
  return listener
}

/** Completes with what was opened, or the error; closes it when that is not wanted any more. */
function open<Socket extends { close(): void }>(
  opened: Socket | NetResult,
  done: (result: NetResult, socket?: Socket) => void,
): Cancel {
  if (typeof opened === 'number') {
    return complete(() => {
      done(opened)
    })
  }
  let over = false
  const cancel = complete(() => {
    over = true
    done(NetError.OK, opened)
  })
  return () => {
    cancel()
    if (!over) opened.close()
  }
}

function complete(task: () => void): Cancel {
  let cancelled = false
  afterMicrotasks(() => {
    if (!cancelled) task()
  })
  return () => {
    cancelled = true
  }
}
