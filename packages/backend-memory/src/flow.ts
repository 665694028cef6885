/**
 * One direction of a connection: a ring of bytes between a writer and a reader, as the two kernels' buffers and the wire are.
 * What it holds is bounded by its capacity; a writer who finds no room waits for the reader. Source: RFC 9293 sections
 * 3.8 and 3.9.
 */
import type { Lane } from './lane.ts'

/** What the two ends of a flow are told. Each is called whenever there may be something new to look at. */
export interface FlowEnds {
  /** The writer may put more. */
  onRoom(): void
  /** The reader may take bytes, or learn of the end. */
  onArrival(): void
  /** The writer has reset the connection. */
  onReset(): void
  /** Bytes reached a reader who has closed: TCP answers with a reset (RFC 9293 section 3.10.7.1). */
  onUnwanted(): void
}

export interface FlowLimits {
  /** In bytes: what is kept of written bytes until they are read. */
  readonly capacity: number
  /** In bytes: the most that one step of a write, or one read, moves. */
  readonly segment: number
}

export class Flow {
  readonly #lane: Lane
  readonly #limits: FlowLimits
  readonly #ends: FlowEnds
  /** Made by the first byte: an idle connection holds none. */
  #ring: Uint8Array | undefined
  #start = 0
  #held = 0
  #arrived = 0
  #closedByWriter = false
  #endArrived = false
  #closedByReader = false
  #resetSent = false

  constructor(lane: Lane, limits: FlowLimits, ends: FlowEnds) {
    this.#lane = lane
    this.#limits = limits
    this.#ends = ends
  }

  /** In bytes: what has arrived and was not taken. */
  get readable(): number {
    return this.#arrived
  }

  /** The writer's end was reached: nothing is left to take, nor will be. */
  get ended(): boolean {
    return this.#endArrived && this.#arrived === 0
  }

  /** Sends as many of the bytes from `from` on as there is room for, and gives their number. */
  put(bytes: Uint8Array, from: number): number {
    const count = Math.min(bytes.length - from, this.#limits.segment, this.#limits.capacity - this.#held)
    if (count > 0 && !this.#closedByReader) {
      this.#ring ??= new Uint8Array(this.#limits.capacity)
      const at = (this.#start + this.#held) % this.#ring.length
      const first = Math.min(count, this.#ring.length - at)
      this.#ring.set(bytes.subarray(from, from + first), at)
      this.#ring.set(bytes.subarray(from + first, from + count), 0)
      this.#held += count
    }
    if (count > 0) {
      this.#lane.send(() => {
        if (this.#closedByReader) this.#ends.onUnwanted()
        else {
          this.#arrived += count
          this.#ends.onArrival()
        }
      })
    }
    return count
  }

  /** Takes up to `max` of the bytes that have arrived, in a buffer of their own. */
  take(max: number): Uint8Array<ArrayBuffer> {
    const count = Math.min(max, this.#arrived, this.#limits.segment)
    const bytes = new Uint8Array(count)
    if (this.#ring !== undefined) {
      const first = Math.min(count, this.#ring.length - this.#start)
      bytes.set(this.#ring.subarray(this.#start, this.#start + first))
      bytes.set(this.#ring.subarray(0, count - first), first)
      this.#start = (this.#start + count) % this.#ring.length
    }
    this.#held -= count
    this.#arrived -= count
    this.#ends.onRoom()
    return bytes
  }

  /** The writer has no more: the reader learns of it after the last byte (FIN). */
  end(): void {
    if (this.#closedByWriter) return
    this.#closedByWriter = true
    this.#lane.send(() => {
      this.#endArrived = true
      this.#ends.onArrival()
    })
  }

  /** The writer gives up the connection (RST): after the bytes on their way, or, with `dropping`, in place of them. */
  reset(dropping: boolean): void {
    if (this.#resetSent) return
    if (dropping) this.#lane.drop()
    this.#resetSent = true
    this.#closedByWriter = true
    this.#lane.send(() => {
      this.#ends.onReset()
    })
  }

  /** The reader takes no more; gives whether bytes that had arrived are lost by that. */
  discard(): boolean {
    const lost = this.#arrived > 0
    this.#closedByReader = true
    this.#ring = undefined
    this.#arrived = 0
    this.#held = 0
    return lost
  }
}
