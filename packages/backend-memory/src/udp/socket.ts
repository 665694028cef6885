/**
 * A datagram socket. Its operations give the results of udp(7), ip(7), ipv6(7) and socket(7) of Linux, in Chromium's net
 * errors.
 */
import { afterMicrotasks, emptyEndpoint, NetError, PendingOperation } from '@chrome-socket/api/backend'
import type {
  Completion,
  DatagramOptions,
  DatagramSocket,
  Endpoint,
  NetResult,
  ReceiveCompletion,
} from '@chrome-socket/api/backend'
import { ArrayBuffer, Set, Uint8Array } from '../globals.ts'
import type { Host, Route } from '../network/host.ts'
import { isLoopback, isMulticast, parseAddress, toIpv6, unmapped } from '../network/ip-address.ts'
import type { IpAddress } from '../network/ip-address.ts'
import type { Network, OpenSocket } from '../network/network.ts'
import type { Datagram, DatagramReceiver } from '../network/port-owners.ts'
import { covers } from '../network/ports.ts'
import { sendToGroup, sendToHost, sendToLink } from './delivery.ts'

/**
 * The most bytes of a datagram: 65,535 less the UDP header and, in IPv4, the IP header (RFC 768, RFC 791). RFC 8200 does not
 * count its own header.
 */
const longestDatagram = { 4: 65_507, 6: 65_527 }

/** The extra bytes that the queue counts for each datagram, so that the number of empty datagrams is limited, too. */
const overheadBytes = 64

/** The hop limit of unicast datagrams, as in Linux's net.ipv4.ip_default_ttl (ip(7)). */
const unicastHops = 64

interface Target {
  readonly address: IpAddress
  readonly port: number
}

export class MemoryDatagramSocket implements DatagramSocket, DatagramReceiver, OpenSocket {
  readonly local: Endpoint
  declare readonly peer?: Endpoint
  readonly hostname: string
  readonly #network: Network
  readonly #host: Host
  readonly #address: IpAddress
  readonly #connected: Target | undefined
  readonly #multicastTtl: number
  readonly #multicastLoopback: boolean
  readonly #groups: Set<string> = new Set()
  readonly #releasePort: () => void
  readonly #receive = new PendingOperation<Parameters<ReceiveCompletion>>(() => this.#receiveOutcome())
  #mayBroadcast: boolean
  #queue: Datagram[] = []
  #queuedBytes = 0
  #receiveMax = 0
  /** The error of an ICMP message, like SO_ERROR. The next receive or send reports it. */
  #error: NetResult | undefined
  #isClosed = false

  /** Makes a socket that is bound to `at`, which `host.udpPorts` has chosen. */
  constructor(network: Network, host: Host, at: Target, connected: Target | undefined, options: DatagramOptions) {
    this.local = { address: at.address.text, port: at.port }
    if (connected !== undefined) this.peer = { address: connected.address.text, port: connected.port }
    this.hostname = host.hostname
    this.#network = network
    this.#host = host
    this.#address = at.address
    this.#connected = connected
    this.#multicastTtl = options.multicastTtl
    this.#multicastLoopback = options.multicastLoopback
    this.#mayBroadcast = options.broadcast === true
    this.#releasePort = host.udpPorts.bind(at.address, at.port, this)
    network.openSockets.add(this)
  }

  receive(max: number, complete: ReceiveCompletion): void {
    if (this.#receive.isPending) {
      afterMicrotasks(() => complete(NetError.ERR_IO_PENDING, new ArrayBuffer(0), emptyEndpoint))
      return
    }
    this.#error ??= this.#network.begin('receive', this.#host)
    this.#receiveMax = max
    this.#receive.start(complete)
  }

  #receiveOutcome(): Parameters<ReceiveCompletion> | undefined {
    const failure = this.#isClosed ? NetError.ERR_CONNECTION_CLOSED : this.#takeError()
    if (failure !== undefined) return [failure, new ArrayBuffer(0), emptyEndpoint]
    const datagram = this.#queue.shift()
    if (datagram === undefined) return undefined
    const { bytes, source, sourcePort } = datagram
    this.#queuedBytes -= bytes.length + overheadBytes
    const shown = this.#address.family === 6 ? toIpv6(source) : source
    const from = { address: shown.text, port: sourcePort }
    if (bytes.length > this.#receiveMax) return [NetError.ERR_MSG_TOO_BIG, new ArrayBuffer(0), from]
    return [bytes.length, new Uint8Array(bytes).buffer, from]
  }

  #takeError(): NetResult | undefined {
    const error = this.#error
    this.#error = undefined
    return error
  }

  send(bytes: Uint8Array, to: Endpoint | undefined, complete: Completion): void {
    this.#completeLater(complete, this.#network.begin('send', this.#host) ?? this.#send(bytes, to))
  }

  #send(bytes: Uint8Array, to: Endpoint | undefined): NetResult {
    if (this.#isClosed) return NetError.ERR_CONNECTION_CLOSED
    const error = this.#takeError()
    if (error !== undefined) return error
    const destination = this.#connected?.address ?? (to && parseAddress(to.address))
    const port = this.#connected?.port ?? to?.port
    if (destination === undefined || port === undefined) return NetError.ERR_ADDRESS_INVALID
    const { family } = this.#address
    if (destination.family !== family && this.#connected === undefined) return NetError.ERR_ADDRESS_UNREACHABLE
    if (port === 0) return NetError.ERR_INVALID_ARGUMENT
    if (bytes.length > longestDatagram[family]) return NetError.ERR_MSG_TOO_BIG
    if (this.#host.isBroadcast(destination) && !this.#mayBroadcast) return NetError.ERR_ACCESS_DENIED
    const route = this.#host.route(destination)
    if (route === undefined) return NetError.ERR_ADDRESS_UNREACHABLE
    return this.#sendAlong(route, port, bytes)
  }

  #sendAlong({ source: sourceOfRoute, destination }: Route, destinationPort: number, bytes: Uint8Array): NetResult {
    const network = this.#network
    const host = this.#host
    const isToGroup = isMulticast(destination)
    const source = host.owns(this.#address) ? unmapped(this.#address) : sourceOfRoute
    // A datagram that leaves the host must not have a loopback address as its source.
    if (isLoopback(source) && !host.owns(destination) && !isToGroup) return NetError.ERR_INVALID_ARGUMENT
    const datagram: Datagram = {
      bytes: new Uint8Array(bytes),
      source,
      sourcePort: this.local.port,
      destination,
      destinationPort,
      hops: isToGroup ? this.#multicastTtl : unicastHops,
    }
    if (isToGroup) sendToGroup(network, host, datagram, this.#multicastLoopback)
    else if (host.isBroadcast(destination)) sendToLink(network, host, datagram)
    else sendToHost(network, host, datagram, () => this.#onUnreachable())
    return bytes.length
  }

  deliver(datagram: Datagram): boolean {
    const { source, sourcePort, destination, bytes } = datagram
    const peer = this.#connected
    if (peer !== undefined && (peer.address.text !== source.text || peer.port !== sourcePort)) return false
    if (!covers(this.#address, destination)) return false
    if (isMulticast(destination) && !this.#groups.has(destination.text)) return false
    const size = bytes.length + overheadBytes
    // A full queue drops the datagram, as on every system.
    if (this.#queuedBytes + size > this.#network.limits.datagramBufferBytes) return true
    this.#queue.push(datagram)
    this.#queuedBytes += size
    this.#receive.wake()
    return true
  }

  /** Handles "port unreachable". Only a connected socket reports it (RFC 1122, 4.1.3.3). */
  #onUnreachable(): void {
    if (this.#connected === undefined || this.#isClosed) return
    this.#error = NetError.ERR_CONNECTION_REFUSED
    this.#receive.wake()
  }

  joinGroup(group: string, complete: Completion): void {
    this.#completeLater(complete, this.#network.begin('joinGroup', this.#host) ?? this.#join(group))
  }

  #join(literal: string): NetResult {
    const group = parseAddress(literal)
    if (group?.family !== this.#address.family) return NetError.ERR_ADDRESS_INVALID
    if (!isMulticast(group)) return NetError.ERR_INVALID_ARGUMENT
    if (this.#groups.has(group.text)) return NetError.ERR_ADDRESS_IN_USE
    // Without an interface of the family the join fails (ENODEV).
    if (!this.#host.hasFamily(group.family)) return NetError.ERR_INVALID_ARGUMENT
    this.#groups.add(group.text)
    return NetError.OK
  }

  leaveGroup(group: string, complete: Completion): void {
    const fault = this.#network.begin('leaveGroup', this.#host)
    const hasLeft = fault === undefined && this.#groups.delete(parseAddress(group)?.text ?? group)
    this.#completeLater(complete, fault ?? (hasLeft ? NetError.OK : NetError.ERR_ADDRESS_INVALID))
  }

  setBroadcast(on: boolean): boolean {
    this.#mayBroadcast = on
    return !this.#isClosed
  }

  #completeLater(complete: Completion, result: NetResult): void {
    afterMicrotasks(() => complete(this.#isClosed ? NetError.ERR_CONNECTION_CLOSED : result))
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#queue = []
    this.#groups.clear()
    this.#releasePort()
    this.#network.openSockets.delete(this)
    this.#receive.wake()
  }
}
