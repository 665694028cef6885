/**
 * The datagrams of one socket on their way out, in order, each completed in a turn of its own.
 * Source: https://bun.com/docs/runtime/networking/udp#send-many-packets-at-once-using-sendmany. What `Outbox` lets go
 * together is one system call.
 */
import { NetError, netErrorFromPosixCode, Outbox, takeTurn } from '@chrome-socket/api/backend'
import type { Endpoint, NetResult, Turn } from '@chrome-socket/api/backend'
import type { BunError, BunUdpSocket } from './bun-types.ts'

class Send implements Turn {
  next: Turn | undefined = undefined
  readonly bytes: Uint8Array
  readonly to: Endpoint | undefined
  result: NetResult = NetError.OK
  readonly #queue: SendQueue
  readonly #done: (result: NetResult) => void

  constructor(queue: SendQueue, bytes: Uint8Array, to: Endpoint | undefined, done: (result: NetResult) => void) {
    this.#queue = queue
    this.bytes = bytes
    this.to = to
    this.#done = done
  }

  run(): void {
    const done = this.#done
    done(this.#queue.isClosed ? NetError.ERR_CONNECTION_CLOSED : this.result)
  }
}

/** A failure in the middle makes the rest be handed over again: this bounds what that costs. */
const batchSize = 64

/**
 * Whether the next one may be handed over in the same call. Not on a connected socket, where the refusal that one after
 * the first fails with would be lost; and not to port 0, for which Bun refuses all.
 */
function isWithOthers({ next }: Send): boolean {
  const to = (next as Send | undefined)?.to
  return to !== undefined && to.port !== 0
}

export class SendQueue {
  readonly #native: BunUdpSocket
  readonly #isConnected: boolean
  readonly #tellReceive: () => boolean
  readonly #outbox = new Outbox<Send>(() => this.#sendAll())
  /** The system's buffer is full; `drained` comes. */
  #isBlocked = false
  /** Refusals that `send` has thrown and Bun's `error` event is going to bring again. */
  #reported = 0
  #isClosed = false

  /** `tellReceive` has a receive that waits fail with the refusal of an earlier datagram; false if none does. */
  constructor(native: BunUdpSocket, isConnected: boolean, tellReceive: () => boolean) {
    this.#native = native
    this.#isConnected = isConnected
    this.#tellReceive = tellReceive
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  send(bytes: Uint8Array, to: Endpoint | undefined, done: (result: NetResult) => void): void {
    this.#outbox.push(new Send(this, bytes, to, done))
  }

  /** The system takes datagrams again. */
  drained(): void {
    this.#isBlocked = false
    this.#sendAll()
  }

  /** Whether an ICMP error is one that a `send` has already failed with. */
  forgetReported(): boolean {
    if (this.#reported === 0) return false
    this.#reported -= 1
    return true
  }

  /** What waits is sent now, if the system takes it. All that has not been completed ends with `ERR_CONNECTION_CLOSED`. */
  close(): void {
    this.#sendAll()
    this.#isClosed = true
    for (let unsent = this.#outbox.shift(); unsent !== undefined; unsent = this.#outbox.shift()) takeTurn(unsent)
  }

  /** Hands over what waits, until the system's buffer is full. */
  #sendAll(): void {
    for (let first = this.#outbox.first; first !== undefined && !this.#isBlocked; first = this.#outbox.first) {
      let taken = 0
      try {
        taken = this.#handOver(first)
      } catch (error) {
        this.#fail(first, (error as BunError).code)
        continue
      }
      this.#isBlocked = taken === 0
      for (; taken > 0; taken -= 1) {
        const sent = this.#outbox.shift() as Send
        sent.result = sent.bytes.byteLength
        takeTurn(sent)
      }
    }
  }

  /** One system call; gives how many datagrams the system has taken. */
  #handOver(first: Send): number {
    const { bytes, to } = first
    if (to === undefined) return this.#native.send(bytes) ? 1 : 0
    if (!isWithOthers(first)) return this.#native.send(bytes, to.port, to.address) ? 1 : 0
    const packets: (Uint8Array | number | string)[] = []
    for (let send = first, count = 1; ; send = send.next as Send, count += 1) {
      packets.push(send.bytes, (send.to as Endpoint).port, (send.to as Endpoint).address)
      if (count === batchSize || !isWithOthers(send)) break
    }
    return this.#native.sendMany(packets)
  }

  /**
   * A refusal is about an earlier datagram. Chromium does not even hear of it on a socket that is not connected, and tells
   * a receive that waits. Asking for the error has cleared it: the datagram goes out on the next attempt.
   */
  #fail(first: Send, code: string | undefined): void {
    if (code === 'ECONNREFUSED') {
      if (!this.#isConnected) return
      this.#reported += 1
      if (this.#tellReceive()) return
    }
    first.result = code === 'ERR_INVALID_ARG_TYPE' ? NetError.ERR_INVALID_ARGUMENT : netErrorFromPosixCode(code)
    this.#outbox.shift()
    takeTurn(first)
  }
}
