/**
 * A listening port and its queue of connections. The length of the queue follows Linux's listen(2). If it is full, the client
 * tries again until there is room or its time is over.
 */
import { afterMicrotasks, NetError, PendingOperation } from '@chrome-socket/api/backend'
import type { Endpoint, NetResult, TcpListener } from '@chrome-socket/api/backend'
import { Set } from '../globals.ts'
import type { Host } from '../network/host.ts'
import { parseAddress } from '../network/ip-address.ts'
import type { Network, OpenSocket } from '../network/network.ts'
import type { ConnectionListener, ConnectionRequest, MemoryStream } from '../network/port-owners.ts'

/** Receives the result of an accept. `stream` is present if and only if `result` is 0. */
export type MemoryAcceptCompletion = (result: NetResult, stream?: MemoryStream) => void

/** A listener whose connections are `MemoryStream`s. */
export interface MemoryListeningSocket extends TcpListener {
  /** As in `TcpListener`; the stream is a `MemoryStream`. */
  accept(complete: MemoryAcceptCompletion): void
}

/** Listens at `at`, or returns the error that forbids it. */
export function listen(network: Network, host: Host, at: Endpoint, backlog: number): MemoryListeningSocket | NetResult {
  const fault = network.begin('listen', host)
  if (fault !== undefined) return fault
  const address = parseAddress(at.address)
  if (address === undefined || !host.mayBind(address)) return NetError.ERR_ADDRESS_INVALID
  const port = host.tcpPorts.choose(address, at.port)
  if (port === undefined) return NetError.ERR_ADDRESS_IN_USE
  const listener = new MemoryListener(network, host, { address: address.text, port }, backlog, () => releasePort())
  const releasePort = host.tcpPorts.bind(address, port, listener)
  return listener
}

class MemoryListener implements MemoryListeningSocket, ConnectionListener, OpenSocket {
  readonly local: Endpoint
  readonly hostname: string
  readonly #network: Network
  readonly #host: Host
  /** The length of the queue. Linux queues one connection more than the backlog. */
  readonly #room: number
  readonly #releasePort: () => void
  readonly #established: MemoryStream[] = []
  readonly #requests: Set<ConnectionRequest> = new Set()
  readonly #accept = new PendingOperation<Parameters<MemoryAcceptCompletion>>(() => this.#outcome())
  #fault: NetResult | undefined
  #isClosed = false

  constructor(network: Network, host: Host, local: Endpoint, backlog: number, releasePort: () => void) {
    this.local = local
    this.hostname = host.hostname
    this.#network = network
    this.#host = host
    this.#room = Math.max(0, backlog) + 1
    this.#releasePort = releasePort
    network.openSockets.add(this)
  }

  request(request: ConnectionRequest): void {
    this.#requests.add(request)
    this.#admit()
  }

  withdraw(request: ConnectionRequest): void {
    this.#requests.delete(request)
  }

  #admit(): void {
    for (const request of this.#requests) {
      if (this.#established.length >= this.#room) return
      this.#requests.delete(request)
      this.#established.push(request.admit())
      this.#accept.wake()
    }
  }

  accept(complete: MemoryAcceptCompletion): void {
    if (this.#accept.isPending) {
      afterMicrotasks(() => complete(NetError.ERR_IO_PENDING))
      return
    }
    this.#fault = this.#network.begin('accept', this.#host)
    this.#accept.start(complete)
  }

  #outcome(): Parameters<MemoryAcceptCompletion> | undefined {
    if (this.#isClosed) return [NetError.ERR_CONNECTION_CLOSED]
    if (this.#fault !== undefined) return [this.#fault]
    const stream = this.#established.shift()
    if (stream === undefined) return undefined
    this.#admit()
    return [NetError.OK, stream]
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#releasePort()
    this.#network.openSockets.delete(this)
    for (const stream of this.#established.splice(0)) stream.reset()
    for (const request of this.#requests) request.refuse()
    this.#requests.clear()
    this.#accept.wake()
  }
}
