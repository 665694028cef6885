/**
 * Bytes that wait for a read, and a read that waits for bytes: between what Node pushes and what the contract pulls.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html, the `onread` option of `socket.connect`
 *
 * Node receives into a buffer of this inbox, so that a chunk costs no allocation and no stream machinery, which makes
 * 64 KiB reads twice as fast. What waits here is at most a few chunks; then the socket is paused until it has been read,
 * and all else stays with the system.
 */
import { Buffer } from 'node:buffer'
import process from 'node:process'
import type { NetResult } from '@chrome-socket/api'
import { afterMicrotasks, endTurn, NetError } from '@chrome-socket/api'

export type ReadDone = (result: NetResult, bytes: Uint8Array<ArrayBuffer>) => void

/** What feeds an inbox. */
export interface Source {
  /** Receives again, after the inbox has had it pause. */
  resume(): void
}

/** In bytes; what Node receives at once when no larger read is pending. */
const poolSize = 64 * 1024
/** In bytes; from here on a read has a buffer of its own, which is handed over uncopied when it has become full. */
const ownBufferThreshold = 16 * 1024
/** In bytes; what the system has at once is rarely more, and would have to be copied out of a buffer that it does not fill. */
const largestOwnBuffer = 128 * 1024
/** Reads that one chunk completes in a row, before other sockets get their turn. */
const readsInRow = 32

/** For all sockets: Node fills it and calls back at once, and nothing of it is used after that. */
const sharedPool = new Uint8Array(poolSize)
/** On Windows a receive is posted, with its buffer, before there are bytes: there each socket needs its own. */
const poolIsShared = process.platform !== 'win32'

/** In bytes; a read gives all of it that came, in however many chunks, as Chromium's does. */
const waitingLimit = 64 * 1024

const noBytes = new Uint8Array(0)

export class Inbox {
  source: Source | undefined
  #closed = false
  /** A chunk is being read in parts, of which some are left. */
  #inParts = false
  #waiting: Uint8Array<ArrayBuffer> = noBytes
  #done: ReadDone | undefined
  #max = 0
  /** What a read gives once nothing waits any more: 0 after the peer's end, or an error. */
  #final: NetResult | undefined
  #buffer: Uint8Array<ArrayBuffer> = sharedPool
  #lastLength = 0

  constructor(source?: Source) {
    this.source = source
  }

  /** The error after which nothing more comes, if there was one. */
  get failure(): NetResult | undefined {
    return this.#final === 0 ? undefined : this.#final
  }

  /** Whether all that came has been read. */
  get isEmpty(): boolean {
    return this.#waiting.byteLength === 0 && !this.#inParts
  }

  /** Whether nothing more comes: the peer has ended its side, or the connection has failed. */
  get isOver(): boolean {
    return this.#final !== undefined
  }

  read(max: number, done: ReadDone): void {
    this.#max = max
    this.#done = done
    if (this.#waiting.byteLength > 0 || this.#final !== undefined) afterMicrotasks(() => this.#deliverWaiting())
  }

  /**
   * Takes what the source has received, in a turn of its own: `length` bytes at the front of `chunk`, which is the
   * reader's from now on, unless it is the shared pool. Returns false when the source is to pause.
   */
  receive(chunk: Uint8Array<ArrayBuffer>, length: number): boolean {
    const done = this.#done
    this.#lastLength = length
    if (done === undefined || this.#waiting.byteLength > 0 || this.#inParts) {
      this.#waiting = append(this.#waiting, chunk, 0, length)
      return this.#hasRoom
    }
    if (length > this.#max) return this.#receiveInParts(chunk, length)
    this.#done = undefined
    this.#max = 0
    if (length >= ownBufferThreshold) makeGarbage(length)
    if (length === chunk.buffer.byteLength && chunk !== sharedPool) {
      if (chunk === this.#buffer) this.#buffer = noBytes
      done(length, chunk)
    } else {
      done(length, copy(chunk, 0, length))
    }
    return true
  }

  /**
   * Goes on from `chunk` itself, without a copy of the rest, as long as each read is followed by another within its turn:
   * reads of 4 KiB take a third less time. What comes meanwhile, an end or a failure too, waits behind the rest.
   */
  #receiveInParts(chunk: Uint8Array<ArrayBuffer>, length: number): boolean {
    let used = 0
    let reads = 0
    do {
      const from = used
      used = Math.min(from + this.#max, length)
      reads += 1
      this.#inParts = used < length
      this.#answer(used - from, copy(chunk, from, used))
    } while (this.#inParts && reads < readsInRow && endTurn() && this.#done !== undefined && !this.#closed)
    this.#inParts = false
    if (this.#closed) return false
    if (used < length) {
      const behind = this.#waiting
      this.#waiting = append(copy(chunk, used, length), behind, 0, behind.byteLength)
    }
    if (this.#waiting.byteLength === 0) return true
    if (this.#done !== undefined) afterMicrotasks(() => this.#deliverWaiting())
    return this.#hasRoom
  }

  /** The peer has ended (0), or the connection has failed. The first such result counts. */
  finish(result: NetResult): void {
    if (this.#final !== undefined) return
    this.#final = result
    if (this.#done !== undefined) afterMicrotasks(() => this.#deliverWaiting())
  }

  /** What waits is dropped, and a pending read completes with `ERR_CONNECTION_CLOSED`. */
  close(): void {
    this.#closed = true
    this.#inParts = false
    this.#waiting = noBytes
    this.#final = NetError.ERR_CONNECTION_CLOSED
    if (this.#done !== undefined) afterMicrotasks(() => this.#deliverWaiting())
  }

  #deliverWaiting(): void {
    if (this.#inParts) return
    const waiting = this.#waiting
    const length = Math.min(this.#max, waiting.byteLength, waitingLimit)
    if (length > 0) {
      this.#waiting = length === waiting.byteLength ? noBytes : waiting.subarray(length)
      if (waiting.byteLength >= waitingLimit && this.#hasRoom) this.source?.resume()
      this.#answer(length, length === waiting.buffer.byteLength ? waiting : copy(waiting, 0, length))
    } else if (this.#final !== undefined) {
      this.#answer(this.#final, noBytes)
    }
  }

  #answer(result: NetResult, bytes: Uint8Array<ArrayBuffer>): void {
    const done = this.#done
    this.#done = undefined
    this.#max = 0
    done?.(result, bytes)
  }

  /** While it has, the source goes on; from then on it is paused. */
  get #hasRoom(): boolean {
    return this.#waiting.byteLength < waitingLimit
  }

  /** What the source fills. */
  get buffer(): Uint8Array<ArrayBuffer> {
    return this.#buffer
  }

  /** Chooses what the source fills next; to be called again after each `receive`. */
  nextBuffer(): Uint8Array<ArrayBuffer> {
    // A buffer of its own pays off while large reads are being filled; an idle socket should not keep one.
    const max = Math.min(this.#max, largestOwnBuffer)
    const isBulk = max >= ownBufferThreshold && this.#lastLength >= Math.min(max, poolSize)
    const size = isBulk ? max : poolSize
    if (!isBulk && poolIsShared) this.#buffer = sharedPool
    else if (this.#buffer === sharedPool || this.#buffer.byteLength !== size) this.#buffer = uninitialized(size)
    return this.#buffer
  }
}

/** As an exact buffer of its own. `slice` of a Buffer would not be one, and both fill it with zeros first. */
function copy(bytes: Uint8Array<ArrayBuffer>, from: number, to: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from))
}

/** A word for every 128 bytes of the largest buffer. */
const garbage: readonly unknown[] = Array.from({ length: largestOwnBuffer / 128 })
const youngHeap: { garbage: unknown } = { garbage: undefined }

/**
 * Leaves garbage in proportion to a large buffer that is handed over, and that the reader will soon have no use for. Of such
 * a buffer V8 sees the 200 bytes of its objects; it is when 64 MiB of them have come together that Node 24 looks for those that
 * can go, in the whole heap, for 5 ms or more. With the garbage the young part of the heap is full before that, whose collection
 * takes 0.3 ms and frees the buffers as well, while they are in the processor's caches: 64 KiB so take a quarter less CPU.
 */
function makeGarbage(length: number): void {
  youngHeap.garbage = garbage.slice(0, length / 128)
}

/** Filling 64 KiB with zeros first would take as long as receiving them. */
function uninitialized(size: number): Uint8Array<ArrayBuffer> {
  return Buffer.allocUnsafeSlow(size)
}

/** A part of `tail` behind `head`, in its buffer where there is room; that nobody else has it is the caller's word. */
function append(
  head: Uint8Array<ArrayBuffer>,
  tail: Uint8Array<ArrayBuffer>,
  from: number,
  to: number,
): Uint8Array<ArrayBuffer> {
  if (head.byteLength === 0) return copy(tail, from, to)
  const length = head.byteLength + to - from
  const hasRoom = head.byteOffset + length <= head.buffer.byteLength
  const whole = hasRoom
    ? new Uint8Array(head.buffer, head.byteOffset, length)
    : new Uint8Array(new ArrayBuffer(length * 2), 0, length)
  if (!hasRoom) whole.set(head)
  whole.set(tail.subarray(from, to), head.byteLength)
  return whole
}
