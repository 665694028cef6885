/**
 * A UDP socket over `node:dgram`, bound or connected.
 * Source: https://nodejs.org/docs/latest-v20.x/api/dgram.html
 */
import dgram from 'node:dgram'
import type { Cancel, DatagramOptions, DatagramSocket, Endpoint, NetResult } from '@chrome-socket/api'
import { afterMicrotasks, NetError } from '@chrome-socket/api'
import { lacksZone } from '../link-local.ts'
import { completeWith, errorResult, resultOf } from '../node-error.ts'

type ReceiveDone = (result: NetResult, bytes: Uint8Array<ArrayBuffer>, from: Endpoint) => void

interface Datagram {
  readonly bytes: Uint8Array
  readonly from: Endpoint
}

/** In bytes; dgram cannot be paused, so what the system's own buffer would hold waits here, and more is lost as it would be there. */
const receiveBufferSize = 208 * 1024
/** In bytes: what Linux counts for a datagram besides its content, and keeps empty ones from being free. */
const datagramOverhead = 768

const nowhere: Endpoint = { address: '', port: 0 }
const noBytes = new Uint8Array(0)

class NodeDatagramSocket implements DatagramSocket {
  readonly local: Endpoint
  readonly peer?: Endpoint
  readonly #socket: dgram.Socket
  readonly #waiting: Datagram[] = []
  #waitingBytes = 0
  #receive: ReceiveDone | undefined
  #max = 0
  /** An ICMP error that no receive or send has reported yet. */
  #error: NetResult | undefined
  #closed = false

  constructor(socket: dgram.Socket, peer: Endpoint | undefined) {
    const { address, port } = socket.address()
    this.local = { address, port }
    if (peer !== undefined) this.peer = peer
    this.#socket = socket
    const isForeign = foreignTo(peer, address)
    socket.on('message', (bytes, from) => {
      if (!isForeign(from)) this.#arrive(bytes, from)
    })
    socket.on('error', (error) => this.#fail(errorResult(error)))
  }

  receive(max: number, done: ReceiveDone): void {
    this.#receive = done
    this.#max = max
    if (this.#closed || this.#error !== undefined || this.#waiting.length > 0) {
      afterMicrotasks(() => this.#deliverWaiting())
    }
  }

  #arrive(bytes: Uint8Array, from: Endpoint): void {
    if (this.#receive !== undefined && this.#waiting.length === 0) {
      this.#deliver(bytes, from)
    } else if (this.#waitingBytes + bytes.byteLength + datagramOverhead <= receiveBufferSize) {
      this.#waiting.push({ bytes, from })
      this.#waitingBytes += bytes.byteLength + datagramOverhead
    }
  }

  #deliverWaiting(): void {
    if (this.#receive === undefined) return
    const failure = this.#closed ? NetError.ERR_CONNECTION_CLOSED : this.#error
    if (failure !== undefined) {
      const done = this.#receive
      this.#receive = undefined
      this.#error = undefined
      done(failure, noBytes, nowhere)
      return
    }
    const datagram = this.#waiting.shift()
    if (datagram === undefined) return
    this.#waitingBytes -= datagram.bytes.byteLength + datagramOverhead
    this.#deliver(datagram.bytes, datagram.from)
  }

  #deliver(bytes: Uint8Array, from: Endpoint): void {
    const done = this.#receive
    this.#receive = undefined
    const sender = { address: withoutZone(from.address), port: from.port }
    if (bytes.byteLength > this.#max) done?.(NetError.ERR_MSG_TOO_BIG, noBytes, sender)
    else done?.(bytes.byteLength, ownBytes(bytes), sender)
  }

  #fail(error: NetResult): void {
    this.#error = error
    if (this.#receive !== undefined) afterMicrotasks(() => this.#deliverWaiting())
  }

  send(bytes: Uint8Array, to: Endpoint | undefined, done: (result: NetResult) => void): void {
    const failure = this.#closed ? NetError.ERR_CONNECTION_CLOSED : (this.#error ?? this.#familyError(to))
    if (failure !== undefined) {
      this.#error = undefined
      afterMicrotasks(() => done(failure))
      return
    }
    const sent = (error: Error | null): void => {
      afterMicrotasks(() => {
        if (this.#closed) done(NetError.ERR_CONNECTION_CLOSED)
        else done(error === null ? bytes.byteLength : errorResult(error))
      })
    }
    try {
      if (to === undefined) this.#socket.send(bytes, sent)
      else this.#socket.send(bytes, to.port, to.address, sent)
    } catch (error) {
      sent(error as Error)
    }
  }

  /** The system's EAFNOSUPPORT; Node finds out before it, and calls it EINVAL. */
  #familyError(to: Endpoint | undefined): NetResult | undefined {
    if (to === undefined || to.address.includes(':') === this.local.address.includes(':')) return undefined
    return NetError.ERR_ADDRESS_UNREACHABLE
  }

  joinGroup(group: string, done: (result: NetResult) => void): void {
    this.#changeGroup(() => this.#socket.addMembership(group), done)
  }

  leaveGroup(group: string, done: (result: NetResult) => void): void {
    this.#changeGroup(() => this.#socket.dropMembership(group), done)
  }

  #changeGroup(change: () => void, done: (result: NetResult) => void): void {
    const result = this.#closed ? NetError.ERR_CONNECTION_CLOSED : resultOf(change)
    afterMicrotasks(() => done(result))
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#waiting.length = 0
    this.#socket.close()
    if (this.#receive !== undefined) afterMicrotasks(() => this.#deliverWaiting())
  }
}

/**
 * A system keeps strangers from a connected socket. Deno 2.9 has none, it remembers the peer only, which shows in that the
 * local address is still the unspecified one: there the strangers are kept out here.
 */
function foreignTo(peer: Endpoint | undefined, localAddress: string): (from: Endpoint) => boolean {
  if (peer === undefined || !isUnspecified(localAddress)) return () => false
  return ({ address, port }) => port !== peer.port || (address !== peer.address && !isUnspecified(peer.address))
}

const isUnspecified = (address: string): boolean => address === '0.0.0.0' || address === '::'

export function openDatagram(
  { bind, connect, multicastTtl, multicastLoopback }: DatagramOptions,
  done: (result: NetResult, socket?: DatagramSocket) => void,
): Cancel {
  const endpoint = connect ?? bind ?? { address: '0.0.0.0', port: 0 }
  if (lacksZone(endpoint)) return completeWith(NetError.ERR_INVALID_ARGUMENT, done)
  const { address, port } = endpoint
  const socket = dgram.createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', lookup: literalLookup })
  let settled = false
  const settle = (result: NetResult): void => {
    if (settled) return
    settled = true
    afterMicrotasks(() => {
      if (cancelled || result !== NetError.OK) socket.close()
      if (cancelled) return
      if (result === NetError.OK) done(result, new NodeDatagramSocket(socket, connect))
      else done(result)
    })
  }
  let cancelled = false
  socket.once('error', (error) => settle(errorResult(error)))
  // Node lets these be set only on a socket that is bound; nothing has been sent before that.
  const configure = (): NetResult =>
    resultOf(() => {
      socket.setMulticastTTL(multicastTtl)
      socket.setMulticastLoopback(multicastLoopback)
    })
  if (connect !== undefined) {
    // Node hands the error of a connect to its callback, whatever its documentation says of events.
    socket.connect(port, address, (error?: Error) => settle(error ? errorResult(error) : configure()))
  } else {
    socket.bind({ port, address, exclusive: true }, () => settle(configure()))
  }
  return () => {
    cancelled = true
  }
}

/** Every address given here is a literal: nothing is looked up, and a datagram leaves within the call that sends it. */
function literalLookup(
  hostname: string,
  _options: unknown,
  callback: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  callback(null, hostname, hostname.includes(':') ? 6 : 4)
}

/** Node makes a buffer for each datagram, exactly as long: it is handed over, which spares a copy and 0.5 µs. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const isExact = bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer
  return isExact ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)
}

function withoutZone(address: string): string {
  const zone = address.indexOf('%')
  return zone < 0 ? address : address.slice(0, zone)
}
