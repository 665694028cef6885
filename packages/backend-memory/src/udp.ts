/**
 * A datagram socket. What its operations give follows udp(7), ip(7) and ipv6(7) of Linux, in Chromium's net errors.
 */
import {
  type DatagramOptions,
  type DatagramSocket,
  type Endpoint,
  NetError,
  type NetResult,
  afterMicrotasks,
} from '@chrome-socket/api/backend'
import { type IpAddress, isBroadcast, isLoopback, isMulticast, parseAddress, toIpv6, unmapped } from './address.ts'
import { type Datagram, sendDatagram } from './datagram.ts'
import type { MemoryHost } from './memory-host.ts'
import { Outstanding } from './outstanding.ts'
import { covers } from './ports.ts'

type ReceiveDone = Parameters<DatagramSocket['receive']>[1]
type SendDone = (result: NetResult) => void

/**
 * The most that fits: 65,535 less the UDP header and, in IPv4, the IP header (RFC 768, RFC 791; RFC 8200 counts without
 * its own).
 */
const longest = { 4: 65_507, 6: 65_527 }

/** What the queue counts for a datagram beside its bytes, so that empty ones are bounded too. */
const overhead = 64

const nowhere: Endpoint = { address: '', port: 0 }

/** Opens a socket, or gives the error that forbids it. */
export function openDatagram(host: MemoryHost, options: DatagramOptions): MemoryDatagramSocket | NetResult {
  const { bind, connect } = options
  const peer = connect && parseAddress(connect.address)
  const route = peer && host.route(peer)
  const bound = bind ? parseAddress(bind.address) : route?.source
  if ((connect && peer === undefined) || (bind && bound === undefined)) return NetError.ERR_ADDRESS_INVALID
  if (bound === undefined) return NetError.ERR_ADDRESS_UNREACHABLE
  // A socket may also be bound to a group, whose datagrams alone it then gets.
  if (!host.mayBind(bound) && !isMulticast(bound)) return NetError.ERR_ADDRESS_INVALID
  const port = host.udpPorts.choose(bound, bind?.port ?? 0)
  if (port === undefined) return NetError.ERR_ADDRESS_IN_USE
  const connected = connect && route && { address: route.destination, port: connect.port }
  return new MemoryDatagramSocket(host, bound, port, connected, options)
}

export class MemoryDatagramSocket implements DatagramSocket {
  readonly local: Endpoint
  declare readonly peer?: Endpoint
  readonly host: MemoryHost
  readonly multicastLoopback: boolean
  readonly #address: IpAddress
  readonly #connected: { readonly address: IpAddress; readonly port: number } | undefined
  readonly #multicastTtl: number
  readonly #groups = new Set<string>()
  readonly #release: () => void
  readonly #receive = new Outstanding<Parameters<ReceiveDone>>(() => this.#outcome())
  #queue: Datagram[] = []
  #queued = 0
  #receiveMax = 0
  /** What an ICMP message reported, as SO_ERROR: the next receive or send tells it. */
  #error: NetResult | undefined
  #closed = false

  constructor(
    host: MemoryHost,
    bound: IpAddress,
    port: number,
    connected: { readonly address: IpAddress; readonly port: number } | undefined,
    options: DatagramOptions,
  ) {
    this.host = host
    this.#address = bound
    this.local = { address: bound.text, port }
    if (connected !== undefined) this.peer = { address: connected.address.text, port: connected.port }
    this.#connected = connected
    this.#multicastTtl = options.multicastTtl
    this.multicastLoopback = options.multicastLoopback
    this.#release = host.udpPorts.bind(bound, port, this)
    host.network.datagramSockets.add(this)
  }

  receive(max: number, done: ReceiveDone): void {
    if (this.#receive.pending) {
      afterMicrotasks(() => {
        done(NetError.ERR_IO_PENDING, new ArrayBuffer(0), nowhere)
      })
      return
    }
    this.#error ??= this.host.fault('receive')
    this.#receiveMax = max
    this.#receive.start(done)
  }

  #outcome(): Parameters<ReceiveDone> | undefined {
    const failed = this.#closed ? NetError.ERR_CONNECTION_CLOSED : this.#error
    if (failed !== undefined) {
      this.#error = undefined
      return [failed, new ArrayBuffer(0), nowhere]
    }
    const datagram = this.#queue.shift()
    if (datagram === undefined) return undefined
    const { bytes, source, sourcePort } = datagram
    this.#queued -= bytes.length + overhead
    const shown = this.#address.family === 6 ? toIpv6(source) : source
    const from = { address: shown.text, port: sourcePort }
    if (bytes.length > this.#receiveMax) return [NetError.ERR_MSG_TOO_BIG, new ArrayBuffer(0), from]
    return [bytes.length, new Uint8Array(bytes).buffer, from]
  }

  send(bytes: Uint8Array, to: Endpoint | undefined, done: SendDone): void {
    this.#complete(done, this.host.fault('send') ?? this.#send(bytes, to))
  }

  #send(bytes: Uint8Array, to: Endpoint | undefined): NetResult {
    if (this.#closed) return NetError.ERR_CONNECTION_CLOSED
    if (this.#error !== undefined) {
      const error = this.#error
      this.#error = undefined
      return error
    }
    const destination = this.#connected?.address ?? (to && parseAddress(to.address))
    const port = this.#connected?.port ?? to?.port
    if (destination === undefined || port === undefined) return NetError.ERR_ADDRESS_INVALID
    const { family } = this.#address
    if (destination.family !== family && this.#connected === undefined) return NetError.ERR_ADDRESS_UNREACHABLE
    if (port === 0) return NetError.ERR_INVALID_ARGUMENT
    if (bytes.length > longest[family]) return NetError.ERR_MSG_TOO_BIG
    // SO_BROADCAST is off (socket(7)).
    if (isBroadcast(destination)) return NetError.ERR_ACCESS_DENIED
    const route = this.host.route(destination)
    if (route === undefined) return NetError.ERR_ADDRESS_UNREACHABLE
    const source = this.host.owns(this.#address) ? unmapped(this.#address) : route.source
    // The loopback address is no source of what leaves the host.
    if (isLoopback(source) && !this.host.owns(route.destination) && !isMulticast(route.destination)) {
      return NetError.ERR_INVALID_ARGUMENT
    }
    sendDatagram(this, {
      bytes: new Uint8Array(bytes),
      source,
      sourcePort: this.local.port,
      destination: route.destination,
      destinationPort: port,
      hops: isMulticast(route.destination) ? this.#multicastTtl : 64,
    })
    return bytes.length
  }

  /** Takes a datagram that has reached this host. False when it is not for this socket. */
  deliver(datagram: Datagram): boolean {
    const { source, sourcePort, destination, bytes } = datagram
    const peer = this.#connected
    if (peer !== undefined && (peer.address.text !== source.text || peer.port !== sourcePort)) return false
    if (!covers(this.#address, destination)) return false
    if (isMulticast(destination) && !this.#groups.has(destination.text)) return false
    // With the queue full it is lost, as everywhere.
    if (this.#queued + bytes.length + overhead > this.host.network.datagramBufferBytes) return true
    this.#queue.push(datagram)
    this.#queued += bytes.length + overhead
    this.#receive.wake()
    return true
  }

  /** Hears that nobody listens where it sent to. Only a connected socket is told (RFC 1122 section 4.1.3.3). */
  hearUnreachable(): void {
    if (this.#connected === undefined || this.#closed) return
    this.#error = NetError.ERR_CONNECTION_REFUSED
    this.#receive.wake()
  }

  joinGroup(group: string, done: SendDone): void {
    this.#complete(done, this.host.fault('joinGroup') ?? this.#join(group))
  }

  #join(literal: string): NetResult {
    const group = parseAddress(literal)
    if (group?.family !== this.#address.family) return NetError.ERR_ADDRESS_INVALID
    if (!isMulticast(group)) return NetError.ERR_INVALID_ARGUMENT
    if (this.#groups.has(group.text)) return NetError.ERR_ADDRESS_IN_USE
    // Without an interface of the family there is nowhere to join (ENODEV).
    if (!this.host.hasFamily(group.family)) return NetError.ERR_INVALID_ARGUMENT
    this.#groups.add(group.text)
    return NetError.OK
  }

  leaveGroup(group: string, done: SendDone): void {
    const fault = this.host.fault('leaveGroup')
    const left = fault === undefined && this.#groups.delete(parseAddress(group)?.text ?? group)
    this.#complete(done, fault ?? (left ? NetError.OK : NetError.ERR_ADDRESS_INVALID))
  }

  #complete(done: SendDone, result: NetResult): void {
    afterMicrotasks(() => {
      done(this.#closed ? NetError.ERR_CONNECTION_CLOSED : result)
    })
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#queue = []
    this.#groups.clear()
    this.#release()
    this.host.network.datagramSockets.delete(this)
    this.#receive.wake()
  }
}
