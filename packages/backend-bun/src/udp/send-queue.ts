/**
 * The datagrams of one socket on their way out, in order. Each completes in a turn of its own.
 * Source: https://bun.com/docs/runtime/networking/udp#send-many-packets-at-once-using-sendmany. Datagrams that `Outbox` lets go
 * together are one system call.
 */
import { NetError, Outbox, Send } from '@chrome-socket/api/backend'
import type { Completion, Endpoint } from '@chrome-socket/api/backend'
import type { BunError, BunUdpSocket } from '../bun-types.ts'
import { udpError } from './udp-error.ts'

/** After a failure in the middle the rest is handed over again. This bounds the cost of that. */
const batchSize = 64

/**
 * Whether the next datagram may be handed over in the same call. On a connected socket it may not: a refusal of any but the
 * first would be lost. For port 0 it may not: Bun then refuses all.
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
  /** The buffer of the system is full. `drain` follows. */
  #isBlocked = false
  /** The number of refusals that `send` has thrown. Bun's `error` event is going to bring each again. */
  #reported = 0
  #isClosed = false

  /** `tellReceive` fails a pending receive with the refusal of an earlier datagram. It returns false when there is none. */
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

  /** The system takes datagrams again. */
  onDrain(): void {
    this.#isBlocked = false
    this.#sendAll()
  }

  /** Whether an ICMP error is one that a `send` has already failed with. */
  forgetReported(): boolean {
    if (this.#reported === 0) return false
    this.#reported -= 1
    return true
  }

  /** Sends what the system still takes. Every send that is not complete ends with `ERR_CONNECTION_CLOSED`. */
  close(): void {
    this.#sendAll()
    this.#isClosed = true
    for (let unsent = this.#outbox.shift(); unsent !== undefined; unsent = this.#outbox.shift()) {
      unsent.completeLater(NetError.ERR_CONNECTION_CLOSED)
    }
  }

  /** Hands over the waiting datagrams, until the buffer of the system is full. */
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

  /** One system call. Returns the number of datagrams that the system has taken. */
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
   * A refusal is about an earlier datagram. Chromium does not hear of it on a socket that is not connected, and on a connected
   * one it tells a pending receive. Asking for the error has cleared it: the datagram leaves on the next attempt.
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
