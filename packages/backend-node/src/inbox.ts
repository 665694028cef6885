/**
 * Bytes that wait for a read, and a read that waits for bytes: between what Node pushes and what the contract pulls.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html, the `onread` option of `socket.connect`
 *
 * With `onread` a chunk costs no allocation and no stream machinery, which makes 64 KiB reads twice as fast. What
 * waits here is at most a few chunks; then the socket is paused until it has been read, and all else stays with the system.
 */
import { Buffer } from 'node:buffer'
import process from 'node:process'
import type { NetResult } from '@chrome-socket/api'
import { afterMicrotasks, endTurn, NetError } from '@chrome-socket/api'

export type ReadDone = (result: NetResult, bytes: Uint8Array<ArrayBuffer>) => void

/** In bytes; what Node receives at once when no larger read is pending. */
const poolSize = 64 * 1024
/** In bytes; from here on a read has a buffer of its own, which is handed over uncopied when it has become full. */
const ownBufferThreshold = 16 * 1024
const largestOwnBuffer = 1024 * 1024
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
  /** Set by whoever feeds this inbox: lets the socket receive again after `receive` has returned false. */
  resume: () => void = () => {}
  #paused = false
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

  /** For `net.Socket`, which asks for a buffer first, and again after each callback. */
  readonly onread: { buffer: () => Uint8Array; callback: (length: number, buffer: Uint8Array) => boolean } = {
    buffer: () => this.#nextBuffer(),
    callback: (length, buffer) => this.receive(buffer.subarray(0, length), this.#buffer !== sharedPool),
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
    else this.#unpause()
  }

  /**
   * Takes what the socket has received, in a turn of its own. `chunk` is borrowed, unless `isOurs` and it is all of its
   * buffer. Returns false when the socket is to pause.
   */
  receive(chunk: Uint8Array, isOurs = false): boolean {
    const done = this.#done
    const max = this.#max
    const length = chunk.byteLength
    this.#lastLength = length
    if (done === undefined || this.#waiting.byteLength > 0 || this.#inParts) {
      this.#waiting = append(this.#waiting, chunk)
      this.#paused = this.#waiting.byteLength >= waitingLimit
      return !this.#paused
    }
    if (length > max) return this.#receiveInParts(chunk)
    this.#done = undefined
    this.#max = 0
    if (isOurs && length === chunk.buffer.byteLength) {
      this.#buffer = noBytes
      done(length, chunk as Uint8Array<ArrayBuffer>)
    } else {
      done(length, copy(chunk, 0, length))
    }
    return true
  }

  /**
   * Goes on from `chunk` itself, without a copy of the rest, as long as each read is followed by another within its turn:
   * reads of 4 KiB take a third less time. What comes meanwhile, an end or a failure too, waits behind the rest.
   */
  #receiveInParts(chunk: Uint8Array): boolean {
    const length = chunk.byteLength
    let used = 0
    let reads = 0
    do {
      const end = Math.min(used + this.#max, length)
      const bytes = copy(chunk, used, end)
      used = end
      reads += 1
      this.#inParts = used < length
      this.#answer(bytes.byteLength, bytes)
    } while (this.#inParts && reads < readsInRow && endTurn() && this.#done !== undefined && !this.#closed)
    this.#inParts = false
    if (this.#closed) return false
    if (used < length) this.#waiting = append(copy(chunk, used, length), this.#waiting)
    if (this.#waiting.byteLength === 0) return true
    this.#paused = true
    if (this.#done !== undefined) afterMicrotasks(() => this.#deliverWaiting())
    return false
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
    const length = Math.min(this.#max, waiting.byteLength)
    if (length > 0) {
      this.#waiting = length === waiting.byteLength ? noBytes : waiting.subarray(length)
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

  #unpause(): void {
    if (!this.#paused) return
    this.#paused = false
    this.resume()
  }

  /** A buffer of its own pays off while large reads are being filled; an idle socket should not keep one. */
  #nextBuffer(): Uint8Array {
    const max = Math.min(this.#max, largestOwnBuffer)
    const isBulk = max >= ownBufferThreshold && this.#lastLength >= Math.min(max, poolSize)
    const size = isBulk ? max : poolSize
    if (!isBulk && poolIsShared) this.#buffer = sharedPool
    else if (this.#buffer === sharedPool || this.#buffer.byteLength !== size) this.#buffer = uninitialized(size)
    return this.#buffer
  }
}

/** As an exact buffer of its own. `slice` of a Buffer would not be one, and both fill it with zeros first. */
function copy(bytes: Uint8Array, from: number, to: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.subarray(from, to))
}

/** Filling 64 KiB with zeros first would take as long as receiving them. */
function uninitialized(size: number): Uint8Array<ArrayBuffer> {
  return Buffer.allocUnsafeSlow(size)
}

/** Behind `head`, in its buffer where there is room; that nobody else has it is the caller's word. */
function append(head: Uint8Array<ArrayBuffer>, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  if (head.byteLength === 0) return copy(tail, 0, tail.byteLength)
  const length = head.byteLength + tail.byteLength
  const hasRoom = head.byteOffset + length <= head.buffer.byteLength
  const whole = hasRoom
    ? new Uint8Array(head.buffer, head.byteOffset, length)
    : new Uint8Array(new ArrayBuffer(length * 2), 0, length)
  if (!hasRoom) whole.set(head)
  whole.set(tail, head.byteLength)
  return whole
}
