/**
 * The datagrams of one socket on their way out, in order, each completed in a turn of its own.
 * Source: https://bun.com/docs/runtime/networking/udp#send-many-packets-at-once-using-sendmany. The first one of
 * a tick goes out at once, those behind it together when the events of that tick are over; after a tick with many, the next
 * one's first waits for the others.
 */
import { afterMicrotasks, NetError, netErrorFromPosixCode } from '@chrome-socket/api'
import type { Endpoint, NetResult } from '@chrome-socket/api'
import type { BunError, BunUdpSocket } from './bun-types.ts'

interface Send {
  readonly bytes: Uint8Array
  readonly to: Endpoint | undefined
  readonly done: (result: NetResult) => void
  result: NetResult
}

/** A failure in the middle makes the rest be handed over again: this bounds what that costs. */
const batchSize = 64

export class SendQueue {
  readonly #native: BunUdpSocket
  readonly #isConnected: boolean
  readonly #tellReceive: () => boolean
  /** The first `#completed` are over and done with, the first `#sent` have their result. */
  readonly #sends: Send[] = []
  #completed = 0
  #sent = 0
  #inTick = false
  /** More than one waited for the end of the last tick. */
  #hadMany = false
  /** The system's buffer is full; `drained` comes. */
  #blocked = false
  /** Refusals that `send` has thrown and Bun's `error` event is going to bring again. */
  #reported = 0

  /** `tellReceive` has a receive that waits fail with the refusal of an earlier datagram; false if none does. */
  constructor(native: BunUdpSocket, isConnected: boolean, tellReceive: () => boolean) {
    this.#native = native
    this.#isConnected = isConnected
    this.#tellReceive = tellReceive
  }

  add(bytes: Uint8Array, to: Endpoint | undefined, done: (result: NetResult) => void): void {
    this.#sends.push({ bytes, to, done, result: NetError.OK })
    if (this.#inTick || this.#blocked) return
    this.#inTick = true
    setImmediate(this.#tickIsOver)
    if (!this.#hadMany) this.#send()
  }

  /** The system takes datagrams again. */
  drained(): void {
    if (!this.#blocked) return
    this.#blocked = false
    this.#send()
  }

  /** Whether an ICMP error is one that a `send` has already failed with. */
  forgetReported(): boolean {
    if (this.#reported === 0) return false
    this.#reported -= 1
    return true
  }

  /** What waits is sent now, if the system takes it. All that has not been completed ends with `ERR_CONNECTION_CLOSED`. */
  close(): void {
    if (!this.#blocked) this.#send()
    const unsent = this.#sends.length - this.#sent
    for (const send of this.#sends) send.result = NetError.ERR_CONNECTION_CLOSED
    this.#settle(unsent)
  }

  readonly #tickIsOver: () => void = () => {
    this.#inTick = false
    this.#hadMany = this.#sends.length - this.#sent > 1
    if (!this.#blocked) this.#send()
  }

  /** Hands over what waits, until the system's buffer is full. */
  #send(): void {
    while (this.#sent < this.#sends.length) {
      let taken: number
      try {
        taken = this.#handOver()
      } catch (error) {
        this.#firstFailed((error as BunError).code)
        continue
      }
      if (taken === 0) {
        this.#blocked = true
        return
      }
      for (let index = this.#sent; index < this.#sent + taken; index += 1) {
        const send = this.#sends[index] as Send
        send.result = send.bytes.byteLength
      }
      this.#settle(taken)
    }
  }

  /** One system call; gives how many datagrams the system has taken. */
  #handOver(): number {
    const first = this.#sends[this.#sent] as Send
    const count = Math.min(batchSize, this.#sends.length - this.#sent)
    if (count === 1) {
      const { bytes, to } = first
      const isTaken = to === undefined ? this.#native.send(bytes) : this.#native.send(bytes, to.port, to.address)
      return isTaken ? 1 : 0
    }
    const packets: (Uint8Array | number | string)[] = []
    for (let index = this.#sent; index < this.#sent + count; index += 1) {
      const { bytes, to } = this.#sends[index] as Send
      packets.push(bytes)
      if (to !== undefined) packets.push(to.port, to.address)
    }
    return this.#native.sendMany(packets)
  }

  /**
   * A refusal is about an earlier datagram. Chromium does not even hear of it on a socket that is not connected, and tells
   * a receive that waits. Asking for the error has cleared it: the datagram goes out on the next attempt.
   */
  #firstFailed(code: string | undefined): void {
    if (code === 'ECONNREFUSED') {
      if (!this.#isConnected) return
      this.#reported += 1
      if (this.#tellReceive()) return
    }
    const first = this.#sends[this.#sent] as Send
    first.result = code === 'ERR_INVALID_ARG_TYPE' ? NetError.ERR_INVALID_ARGUMENT : netErrorFromPosixCode(code)
    this.#settle(1)
  }

  /** The next `count` have their result. */
  #settle(count: number): void {
    this.#sent += count
    for (let turns = count; turns > 0; turns -= 1) afterMicrotasks(this.#completeNext)
  }

  readonly #completeNext: () => void = () => {
    const send = this.#sends[this.#completed]
    if (send === undefined) return
    this.#completed += 1
    if (this.#completed === this.#sends.length || this.#completed === 1024) {
      this.#sends.splice(0, this.#completed)
      this.#sent -= this.#completed
      this.#completed = 0
    }
    send.done(send.result)
  }
}
