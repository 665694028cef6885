/**
 * Bytes that wait for a read, and a read that waits for bytes: between what Node pushes and what the contract pulls.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html, the `onread` option of `socket.connect`
 *
 * Node receives into a buffer of this inbox, so that a chunk costs no allocation and no stream machinery, which makes
 * 64 KiB reads twice as fast. What waits here is at most a few chunks; then the socket is paused until it has been read,
 * and all else stays with the system.
 */
import type { NetResult, Reader } from '@chrome-socket/api/backend'
import { afterMicrotasks, endTurn, NetError } from '@chrome-socket/api/backend'
import {
  append,
  copy,
  leaveGarbage,
  noBytes,
  poolIsShared,
  poolSize,
  sharedPool,
  uninitialized,
} from './received-bytes.ts'

/** What feeds an inbox. */
export interface Source {
  /** Receives again, after the inbox has had it pause. */
  resume(): void
}

/** In bytes; from here on a read has a buffer of its own, which is handed over uncopied when it has become full. */
const ownBufferThreshold = 16 * 1024
/** In bytes; what the system has at once is rarely more, and would have to be copied out of a buffer that it does not fill. */
const largestOwnBuffer = 128 * 1024
/** Reads that one chunk completes in a row, before other sockets get their turn. */
const readsInRow = 32

/** In bytes; a read gives all of it that came, in however many chunks, as Chromium's does. */
const waitingLimit = 64 * 1024

export class Inbox {
  source: Source | undefined
  #closed = false
  /** A chunk is being read in parts, of which some are left. */
  #inParts = false
  #waiting: Uint8Array<ArrayBuffer> = noBytes
  #reader: Reader | undefined
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

  read(max: number, reader: Reader): void {
    this.#max = max
    this.#reader = reader
    if (this.#waiting.byteLength > 0 || this.#final !== undefined) afterMicrotasks(() => this.#deliverWaiting())
  }

  /**
   * Takes what the source has received, in a turn of its own: `length` bytes at the front of `chunk`, which is the
   * reader's from now on, unless it is the shared pool. Returns false when the source is to pause.
   */
  receive(chunk: Uint8Array<ArrayBuffer>, length: number): boolean {
    const reader = this.#reader
    this.#lastLength = length
    if (reader === undefined || this.#waiting.byteLength > 0 || this.#inParts) {
      this.#waiting = append(this.#waiting, chunk, length)
      return this.#hasRoom
    }
    if (length > this.#max) return this.#receiveInParts(chunk, length)
    this.#reader = undefined
    this.#max = 0
    if (length >= ownBufferThreshold) leaveGarbage(length)
    if (length === chunk.buffer.byteLength && chunk !== sharedPool) {
      if (chunk === this.#buffer) this.#buffer = noBytes
      reader.completeRead(length, chunk.buffer)
    } else {
      reader.completeRead(length, copy(chunk, 0, length))
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
    } while (this.#inParts && reads < readsInRow && endTurn() && this.#reader !== undefined && !this.#closed)
    this.#inParts = false
    if (this.#closed) return false
    if (used < length) {
      const behind = this.#waiting
      this.#waiting = append(new Uint8Array(copy(chunk, used, length)), behind, behind.byteLength)
    }
    if (this.#waiting.byteLength === 0) return true
    if (this.#reader !== undefined) afterMicrotasks(() => this.#deliverWaiting())
    return this.#hasRoom
  }

  /** The peer has ended (0), or the connection has failed. The first such result counts. */
  finish(result: NetResult): void {
    if (this.#final !== undefined) return
    this.#final = result
    if (this.#reader !== undefined) afterMicrotasks(() => this.#deliverWaiting())
  }

  /** What waits is dropped, and a pending read completes with `ERR_CONNECTION_CLOSED`. */
  close(): void {
    this.#closed = true
    this.#inParts = false
    this.#waiting = noBytes
    this.#final = NetError.ERR_CONNECTION_CLOSED
    if (this.#reader !== undefined) afterMicrotasks(() => this.#deliverWaiting())
  }

  #deliverWaiting(): void {
    if (this.#inParts) return
    const waiting = this.#waiting
    const length = Math.min(this.#max, waiting.byteLength, waitingLimit)
    if (length > 0) {
      this.#waiting = length === waiting.byteLength ? noBytes : waiting.subarray(length)
      if (waiting.byteLength >= waitingLimit && this.#hasRoom) this.source?.resume()
      this.#answer(length, length === waiting.buffer.byteLength ? waiting.buffer : copy(waiting, 0, length))
    } else if (this.#final !== undefined) {
      this.#answer(this.#final, new ArrayBuffer(0))
    }
  }

  #answer(result: NetResult, data: ArrayBuffer): void {
    const reader = this.#reader
    this.#reader = undefined
    this.#max = 0
    reader?.completeRead(result, data)
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
