/**
 * The batches: bytes of one or more writes that go to the stream in one call. Writes of up to 16 KiB that are made while a
 * batch is under way are copied together into the next one, which makes small writes ten times as fast.
 */
import { Uint8Array } from '../../../backend/globals.ts'
import type { ByteStream, NetResult } from '../../../backend/contract.ts'
import { NetError } from '../../../backend/net-error.ts'
import { Queue } from '../../../backend/queue.ts'
import { afterMicrotasks } from '../../../backend/turn/turns.ts'
import { giveBackSnapshot, smallLength, snapshot } from '../../copies.ts'
import { pipeSize } from './chromium-pipe.ts'
import { giveBackBuffer, takeBuffer } from './large-buffers.ts'

/** Bytes at the front of `buffer` that go to the stream in one call. */
interface Batch {
  buffer: Uint8Array
  used: number
  /** The number of writes that end in this batch. */
  writes: number
  next: Batch | undefined
}

/** The owner of the batches. */
export interface BatchOwner {
  /** Receives the result of a batch of `length` bytes in which `writes` writes end. */
  completeBatch(result: NetResult, writes: number, length: number): void
}

/** The length in bytes of the longest write that is copied into a batch. A longer write begins a batch. */
const longestGathered = 16 * 1024
/** The greatest size in bytes to which a buffer grows for a small write. */
const largestGrown = 64 * 1024

export class WriteBatches {
  readonly #stream: ByteStream
  readonly #owner: BatchOwner
  /** The batch that the stream has, or that the system took within the call. */
  #underWay: Batch | undefined
  /** The batches that wait, with copies of their bytes. */
  #waiting = new Queue<Batch>()
  /** Whether the last batch had several writes. The next one then waits for more until the end of the turn. */
  #cameTogether = false

  constructor(stream: ByteStream, owner: BatchOwner) {
    this.#stream = stream
    this.#owner = owner
  }

  /** Whether the next write is sent within the call. */
  get sendsAtOnce(): boolean {
    return this.#underWay === undefined && this.#waiting.isEmpty && !this.#cameTogether
  }

  /**
   * Sends `length` bytes, or keeps a copy until their batch goes out. The system already has the first `taken` bytes.
   *
   * The first write of a turn goes out at once, and those behind it together. After a batch of several writes, the
   * first one of the next turn waits for the others: one call of the system instead of two, and a quarter less time for
   * each of 32 writes of 64 bytes.
   */
  add(bytes: Uint8Array, length: number, taken: number): void {
    const isFirst = this.#underWay === undefined && this.#waiting.isEmpty
    if (isFirst && !this.#cameTogether) {
      this.#sendAtOnce(bytes, length, taken)
    } else {
      this.#gather(bytes, length)
      if (isFirst) afterMicrotasks(() => this.#sendGathered())
    }
  }

  #sendAtOnce(bytes: Uint8Array, length: number, taken: number): void {
    // An empty write is already complete. In Chromium it does not even notice a lost connection.
    if (taken === length) this.#noteTakenBySystem()
    else if (taken === 0 && length > pipeSize) this.#sendInTwo(bytes)
    else this.#send(batchOf(taken === 0 ? bytes : bytes.subarray(taken), length - taken))
  }

  #noteTakenBySystem(): void {
    this.#underWay = nothingLeft
    afterMicrotasks(this.#completeUnderWay)
  }

  /**
   * Sends the part of a long write that Chromium's pipe takes, and then the rest. A peer that has gone answers the first part
   * with a reset. The rest meets the reset, and so the write fails as in Chromium.
   */
  #sendInTwo(bytes: Uint8Array): void {
    const first = batchInWhichNoWriteEnds(bytes.subarray(0, pipeSize))
    this.#gather(bytes.subarray(pipeSize), bytes.byteLength - pipeSize)
    this.#send(first)
  }

  #gather(bytes: Uint8Array, length: number): void {
    const last = this.#waiting.last
    if (length <= longestGathered && last !== undefined && makeRoom(last, length)) {
      last.buffer.set(bytes, last.used)
      last.used += length
      last.writes += 1
    } else {
      this.#waiting.push({ buffer: copyOf(bytes, length), used: length, writes: 1, next: undefined })
    }
  }

  #sendGathered(): void {
    if (this.#underWay === undefined) this.#sendNext()
  }

  /** Returns the number of writes that end in the batch that is sent. */
  #sendNext(): number {
    const batch = this.#waiting.shift()
    if (batch === undefined) return 0
    this.#send(batch)
    return batch.writes
  }

  /** Hands the first batch that waits to the stream at once, and the batches of the first `writes` pending writes. */
  handOver(writes: number): void {
    this.#sendGathered()
    let handedOver = this.#underWay?.writes ?? 0
    while (handedOver < writes && !this.#waiting.isEmpty) handedOver += this.#sendNext()
  }

  #send(batch: Batch): void {
    const { buffer, used } = batch
    this.#underWay = batch
    this.#cameTogether = batch.writes > 1
    this.#stream.write(used === buffer.byteLength ? buffer : buffer.subarray(0, used), this.#completeUnderWay)
  }

  readonly #completeUnderWay = (result: NetResult = NetError.OK): void => {
    const batch = this.#underWay
    if (batch === undefined) return
    this.#underWay = undefined
    if (result < 0) {
      this.drop()
    } else {
      giveBack(batch.buffer)
      this.#sendNext()
    }
    this.#owner.completeBatch(result, batch.writes, batch.used)
  }

  /** Forgets everything: no completion comes after this, and nothing more is sent. */
  drop(): void {
    this.#underWay = undefined
    if (!this.#waiting.isEmpty) this.#waiting = new Queue<Batch>()
  }
}

/** The batch of a write whose bytes the system took within the call. */
const nothingLeft: Batch = { buffer: new Uint8Array(0), used: 0, writes: 1, next: undefined }

/** Makes a batch that is sent at once, without further writes. */
function batchOf(bytes: Uint8Array, length: number): Batch {
  const buffer = length <= smallLength ? snapshot(bytes, length) : copyOf(bytes, length)
  return { buffer, used: length, writes: 1, next: undefined }
}

/** Makes the batch of the first part of a long write. */
function batchInWhichNoWriteEnds(bytes: Uint8Array): Batch {
  return { buffer: copyOf(bytes, bytes.byteLength), used: bytes.byteLength, writes: 0, next: undefined }
}

/** Copies bytes to the front of a buffer, which may have room for more. */
function copyOf(bytes: Uint8Array, length: number): Uint8Array {
  const buffer = takeBuffer(length)
  buffer.set(bytes)
  return buffer
}

function giveBack(buffer: Uint8Array): void {
  if (buffer.byteLength <= smallLength) giveBackSnapshot(buffer)
  else giveBackBuffer(buffer)
}

/**
 * Makes room for `length` more bytes, with a larger buffer if necessary. Returns false if the batch would get too
 * large.
 */
function makeRoom(batch: Batch, length: number): boolean {
  const { buffer, used } = batch
  const needed = used + length
  if (needed <= buffer.byteLength) return true
  if (needed > largestGrown) return false
  const larger = takeBuffer(needed)
  larger.set(buffer.subarray(0, used))
  giveBackBuffer(buffer)
  batch.buffer = larger
  return true
}
