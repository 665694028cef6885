/**
 * The queue of a socket's outgoing datagrams. Each send completes in a separate turn.
 * Source: https://bun.com/docs/runtime/networking/udp#send-many-packets-at-once-using-sendmany. One system call sends the
 * datagrams that `Outbox` releases together.
 */
import { NetError, Outbox, Send } from '@chrome-socket/api/backend'
import type { Completion, Endpoint } from '@chrome-socket/api/backend'
import type { BunError, BunUdpSocket } from '../bun-types.ts'
import { udpError } from './udp-error.ts'

/** The most datagrams of a call. After a failure in the middle the rest is passed again, so this limits the extra work. */
const batchSize = 64

/**
 * Whether the next datagram may be sent in the same call. On a connected socket it may not, because the refusal of any
 * datagram but the first would be lost. With port 0 it may not, because Bun then refuses all datagrams.
 */
function hasCompany({ next }: Send): boolean {
  const to = (next as Send | undefined)?.to
  return to !== undefined && to.port !== 0
}

export class SendQueue {
  readonly #native: BunUdpSocket
  readonly #isConnected: boolean
  readonly #tellReceive: () => boolean
  readonly #outbox = new Outbox<Send>(() => this.#sendAll())
  /** Whether the buffer of the system is full. `drain` follows. */
  #isBlocked = false
  /** The number of refusals that `send` has thrown. Bun's `error` event will report each again. */
  #reported = 0
  #isClosed = false

  /**
   * Makes a queue. `tellReceive` fails a pending receive with the refusal of a datagram, or returns false if none is pending.
   */
  constructor(native: BunUdpSocket, isConnected: boolean, tellReceive: () => boolean) {
    this.#native = native
    this.#isConnected = isConnected
    this.#tellReceive = tellReceive
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  send(bytes: Uint8Array, to: Endpoint | undefined, complete: Completion): void {
    this.#outbox.push(new Send(this, bytes, to, complete))
  }

  /** Continues sending, because the system accepts datagrams again. */
  onDrain(): void {
    this.#isBlocked = false
    this.#sendAll()
  }

  /** Whether a `send` has already reported this ICMP error. */
  forgetReported(): boolean {
    if (this.#reported === 0) return false
    this.#reported -= 1
    return true
  }

  /** Sends the datagrams that the system accepts. Every other send completes with `ERR_CONNECTION_CLOSED`. */
  close(): void {
    this.#sendAll()
    this.#isClosed = true
    for (let unsent = this.#outbox.shift(); unsent !== undefined; unsent = this.#outbox.shift()) {
      unsent.completeLater(NetError.ERR_CONNECTION_CLOSED)
    }
  }

  /** Sends the waiting datagrams until the buffer of the system is full. */
  #sendAll(): void {
    for (let first = this.#outbox.first; first !== undefined && !this.#isBlocked; first = this.#outbox.first) {
      let taken = 0
      try {
        taken = this.#handOver(first)
      } catch (error) {
        this.#fail(first, error as BunError)
        continue
      }
      this.#isBlocked = taken === 0
      for (; taken > 0; taken -= 1) {
        const sent = this.#outbox.shift() as Send
        sent.completeLater(sent.bytes.byteLength)
      }
    }
  }

  /** Makes one system call. Returns the number of datagrams that the system has accepted. */
  #handOver(first: Send): number {
    const { bytes, to } = first
    if (to === undefined) return this.#native.send(bytes) ? 1 : 0
    if (!hasCompany(first)) return this.#native.send(bytes, to.port, to.address) ? 1 : 0
    const packets: (Uint8Array | number | string)[] = []
    for (let send = first, count = 1; ; send = send.next as Send, count += 1) {
      packets.push(send.bytes, (send.to as Endpoint).port, (send.to as Endpoint).address)
      if (count === batchSize || !hasCompany(send)) break
    }
    return this.#native.sendMany(packets)
  }

  /**
   * Handles a failure of the first datagram. A refusal concerns an earlier datagram. Chromium ignores it on an unconnected
   * socket, and reports it to a pending receive on a connected socket. The system reports it only once, so the next attempt
   * sends the datagram.
   */
  #fail(first: Send, error: BunError): void {
    if (error.code === 'ECONNREFUSED') {
      if (!this.#isConnected) return
      this.#reported += 1
      if (this.#tellReceive()) return
    }
    this.#outbox.shift()
    first.completeLater(udpError(error))
  }
}
