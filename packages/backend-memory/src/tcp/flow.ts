/**
 * One direction of a connection: a ring of bytes between a writer and a reader. It stands for the buffers of two kernels and
 * the wire between them. A writer waits for the reader if the ring is full (RFC 9293, 3.8 and 3.9).
 */
import { Uint8Array } from '../globals.ts'
import type { OrderedDelivery } from './ordered-delivery.ts'

/** The callbacks for the two ends of a flow. */
export interface FlowEnds {
  /** The writer may put more bytes. */
  onRoom(): void
  /** The reader may take bytes or see the end. */
  onArrival(): void
  /** The writer has reset the connection. */
  onReset(): void
  /** Bytes have reached a closed reader. TCP answers them with a reset (RFC 9293, 3.10.7.1). */
  onUnwanted(): void
}

export interface FlowLimits {
  /** The number of written bytes that the flow holds until they are read. */
  readonly streamBufferBytes: number
  /** The largest number of bytes that a step of a write, or a read, moves. */
  readonly segmentBytes: number
}

/**
 * The number of unread bytes that a close may drop without a reset. Chromium's network service has received so many before the
 * app reads.
 */
const mostDropped = 65_536

export class Flow {
  readonly #delivery: OrderedDelivery
  readonly #limits: FlowLimits
  readonly #ends: FlowEnds
  /** The ring, which the first byte makes, so that an idle connection needs no memory for it. */
  #ring: Uint8Array | undefined
  #start = 0
  #held = 0
  #arrived = 0
  #isClosedByWriter = false
  #hasEndArrived = false
  #isClosedByReader = false
  #isReset = false
  /** Whether the writer has bytes for which there was no room. */
  #isHeldUp = false

  constructor(delivery: OrderedDelivery, limits: FlowLimits, ends: FlowEnds) {
    this.#delivery = delivery
    this.#limits = limits
    this.#ends = ends
  }

  /** The number of bytes that have arrived and are not taken. */
  get readable(): number {
    return this.#arrived
  }

  /** Whether the reader knows of the writer's end, even if bytes are unread. */
  get hasEndArrived(): boolean {
    return this.#hasEndArrived
  }

  /** Sends bytes from the index `from` on, as many as there is room for, and returns their number. */
  put(bytes: Uint8Array, from: number): number {
    const { streamBufferBytes, segmentBytes } = this.#limits
    const count = Math.min(bytes.length - from, segmentBytes, streamBufferBytes - this.#held)
    this.#isHeldUp = count === 0
    if (count === 0) return 0
    if (!this.#isClosedByReader) this.#store(bytes.subarray(from, from + count))
    this.#delivery.send(() => {
      if (this.#isClosedByReader) {
        this.#ends.onUnwanted()
      } else {
        this.#arrived += count
        this.#ends.onArrival()
      }
    })
    return count
  }

  #store(bytes: Uint8Array): void {
    this.#ring ??= new Uint8Array(this.#limits.streamBufferBytes)
    const at = (this.#start + this.#held) % this.#ring.length
    const untilWrap = Math.min(bytes.length, this.#ring.length - at)
    this.#ring.set(bytes.subarray(0, untilWrap), at)
    this.#ring.set(bytes.subarray(untilWrap), 0)
    this.#held += bytes.length
  }

  /** Takes up to `max` arrived bytes, in a new buffer. */
  take(max: number): ArrayBuffer {
    const count = Math.min(max, this.#arrived, this.#limits.segmentBytes)
    const bytes = new Uint8Array(count)
    if (this.#ring !== undefined) {
      const untilWrap = Math.min(count, this.#ring.length - this.#start)
      bytes.set(this.#ring.subarray(this.#start, this.#start + untilWrap))
      bytes.set(this.#ring.subarray(0, count - untilWrap), untilWrap)
      this.#start = (this.#start + count) % this.#ring.length
    }
    this.#held -= count
    this.#arrived -= count
    this.#isHeldUp = false
    this.#ends.onRoom()
    return bytes.buffer
  }

  /** Ends the writer's side. The reader sees the end after the last byte (FIN). */
  end(): void {
    if (this.#isClosedByWriter) return
    this.#isClosedByWriter = true
    this.#delivery.send(() => {
      this.#hasEndArrived = true
      this.#ends.onArrival()
    })
  }

  /** Resets the connection by the writer (RST): after the bytes under way or, with `isDropping`, in their place. */
  reset(isDropping: boolean): void {
    if (this.#isReset) return
    if (isDropping) this.#delivery.drop()
    this.#isReset = true
    this.#isClosedByWriter = true
    this.#delivery.send(() => this.#ends.onReset())
  }

  /** Closes the reader's side. Returns whether the writer must notice it by a reset, because too many bytes are unread. */
  discard(): boolean {
    const isLoss = this.#arrived > mostDropped || this.#isHeldUp
    this.#isClosedByReader = true
    this.#ring = undefined
    this.#arrived = 0
    this.#held = 0
    return isLoss
  }
}
