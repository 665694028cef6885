/**
 * The receiving side of a byte stream: bytes that wait for a read, and a read that waits for bytes. It stands between a
 * runtime that pushes and the contract that pulls.
 *
 * At most 64 KiB and a chunk wait here. Then the source pauses until they have been read, and the rest stays with the system.
 *
 * A chunk that meets a read completes it within the event, which is a turn of its own (rule 1 of the contract). Everything
 * else completes in a turn that is asked for. `read-buffer.ts` lists the owner of each memory.
 */
import { ArrayBuffer, Uint8Array } from '../globals.ts'
import type { NetResult, Reader } from '../contract.ts'
import { NetError } from '../net-error.ts'
import { afterMicrotasks, endTurn } from '../turn/turns.ts'
import { hintCollection } from './collection-hint.ts'
import { append, chooseReadBuffer, copy, isOwn, noBytes, ownBufferThreshold, sharedPool } from './read-buffer.ts'

const { min } = Math

/** The socket of the runtime whose bytes an inbox gets. */
export interface Source {
  /**
   * Continues receiving, after the inbox has paused it.
   * @errors Must not throw.
   */
  resume(): void
}

/** The number of reads that one chunk completes in a row before other sockets get their turn. */
const readsInRow = 32

/**
 * The number of waiting bytes at which the source pauses. A read gives as many bytes, in however many chunks they came,
 * as Chromium's does.
 */
const waitingLimit = 64 * 1024

/**
 * The receiving side of a byte stream, for a runtime that pushes bytes. It keeps up to 64 KiB and one chunk, and makes
 * the source pause. A chunk belongs to the inbox, and the result of a read belongs to the reader.
 * @errors as results of `read`: 0 after the peer's end, `-100 ERR_CONNECTION_CLOSED` after a close, and the error that
 * `finish` got.
 * @example
 * import type { Socket } from 'node:net'
 * import { asEvent, Inbox } from '@chrome-socket/api/backend'
 *
 * export function inboxOf(socket: Socket): Inbox {
 *   const inbox = new Inbox(socket)
 *   socket.on('data', asEvent((chunk: Buffer<ArrayBuffer>) => void (inbox.receive(chunk, chunk.byteLength) || socket.pause())))
 *   socket.on('end', () => inbox.finish(0))
 *   return inbox
 * }
 */
export class Inbox {
  /** The source that feeds the inbox. It may be set later. */
  source: Source | undefined
  #isClosed = false
  /** Whether a chunk is being read in parts, of which some are left. */
  #isInParts = false
  #waiting: Uint8Array<ArrayBuffer> = noBytes
  #reader: Reader | undefined
  #max = 0
  /** The result of a read after the last byte: 0 after the peer's end, or an error. */
  #final: NetResult | undefined
  #buffer: Uint8Array<ArrayBuffer> = sharedPool
  #lastLength = 0

  constructor(source?: Source) {
    this.source = source
  }

  /** The error that ended the connection, if there was one. */
  get failure(): NetResult | undefined {
    return this.#final === 0 ? undefined : this.#final
  }

  /** Whether all received bytes have been read. */
  get isEmpty(): boolean {
    return this.#waiting.byteLength === 0 && !this.#isInParts
  }

  /** Whether the bytes that wait have reached the limit, so that the source must pause. */
  get isFull(): boolean {
    return this.#waiting.byteLength >= waitingLimit
  }

  /** Whether no more bytes will come, because the peer has ended its side or the connection has failed. */
  get isOver(): boolean {
    return this.#final !== undefined
  }

  /**
   * Reads bytes, as `read` of `ByteStream`.
   * @param max the largest number of bytes, at least 1
   * @param reader gets the result, and the bytes, which belong to it
   * @errors 0 after the peer's end, `-100 ERR_CONNECTION_CLOSED` after a close, or the error that `finish` got.
   */
  read(max: number, reader: Reader): void {
    this.#max = max
    this.#reader = reader
    if (this.#waiting.byteLength > 0 || this.#final !== undefined) this.#completeLater()
  }

  /**
   * Adds bytes that the source has received. Call it in a turn of its own. It returns false if the source must pause. A closed
   * inbox drops the bytes, and lets the source go on.
   * @param chunk the buffer, which then belongs to the inbox, unless it is the shared pool
   * @param length the number of received bytes, at the front of `chunk`
   * @errors Cannot fail.
   */
  receive(chunk: Uint8Array<ArrayBuffer>, length: number): boolean {
    if (this.#isClosed) return true
    const reader = this.#reader
    this.#lastLength = length
    if (reader === undefined || this.#waiting.byteLength > 0 || this.#isInParts) {
      this.#waiting = append(this.#waiting, chunk, length)
      return !this.isFull
    }
    if (length > this.#max) return this.#receiveInParts(chunk, length)
    this.#reader = undefined
    this.#max = 0
    if (length >= ownBufferThreshold) hintCollection(length)
    if (isOwn(chunk, length)) {
      if (chunk === this.#buffer) this.#buffer = noBytes
      reader.completeRead(length, chunk.buffer)
    } else {
      reader.completeRead(length, copy(chunk, 0, length))
    }
    return true
  }

  /**
   * Serves reads from `chunk` itself, without a copy of the rest, as long as each read is followed by another within
   * its turn. Bytes, an end or a failure that come meanwhile wait behind the rest. Reads of 4 KiB take a third less
   * time.
   */
  #receiveInParts(chunk: Uint8Array<ArrayBuffer>, length: number): boolean {
    let used = 0
    let reads = 0
    do {
      const from = used
      used = min(from + this.#max, length)
      reads += 1
      this.#isInParts = used < length
      this.#complete(used - from, copy(chunk, from, used))
    } while (this.#isInParts && reads < readsInRow && endTurn() && this.#reader !== undefined && !this.#isClosed)
    this.#isInParts = false
    if (this.#isClosed) return false
    if (used < length) {
      const behind = this.#waiting
      this.#waiting = append(new Uint8Array(copy(chunk, used, length)), behind, behind.byteLength)
    }
    if (this.#waiting.byteLength === 0) return true
    if (this.#reader !== undefined) this.#completeLater()
    return !this.isFull
  }

  /**
   * Ends the stream. Only the first call has an effect.
   * @param result 0 if the peer has ended its side, or the error of the connection
   * @errors Cannot fail.
   */
  finish(result: NetResult): void {
    if (this.#final !== undefined) return
    this.#final = result
    if (this.#reader !== undefined) this.#completeLater()
  }

  /**
   * Drops the waiting bytes. A pending read completes with `-100 ERR_CONNECTION_CLOSED`.
   * @errors Cannot fail. A second call does nothing.
   */
  close(): void {
    this.#isClosed = true
    this.#isInParts = false
    this.#waiting = noBytes
    this.#final = NetError.ERR_CONNECTION_CLOSED
    if (this.#reader !== undefined) this.#completeLater()
  }

  #completeLater(): void {
    afterMicrotasks(() => this.#completeFromWaiting())
  }

  #completeFromWaiting(): void {
    if (this.#isInParts) return
    const waiting = this.#waiting
    const length = min(this.#max, waiting.byteLength, waitingLimit)
    if (length > 0) {
      this.#waiting = length === waiting.byteLength ? noBytes : waiting.subarray(length)
      if (waiting.byteLength >= waitingLimit && !this.isFull) this.source?.resume()
      this.#complete(length, isOwn(waiting, length) ? waiting.buffer : copy(waiting, 0, length))
    } else if (this.#final !== undefined) {
      this.#complete(this.#final, new ArrayBuffer(0))
    }
  }

  #complete(result: NetResult, data: ArrayBuffer): void {
    const reader = this.#reader
    this.#reader = undefined
    this.#max = 0
    reader?.completeRead(result, data)
  }

  /** The buffer that the source fills, for a runtime that receives into a buffer of its caller. */
  get buffer(): Uint8Array<ArrayBuffer> {
    return this.#buffer
  }

  /**
   * Chooses the buffer that the source fills next. Call it before the first `receive` and after each.
   * @errors Cannot fail.
   */
  nextBuffer(): Uint8Array<ArrayBuffer> {
    this.#buffer = chooseReadBuffer(this.#buffer, this.#max, this.#lastLength)
    return this.#buffer
  }
}
