/**
 * The writes of a connected socket: queued, answered in order, and small ones sent together.
 * It stands where Chromium has the write queue of Socket, and gives the same results.
 * Source: Chromium extensions/browser/api/socket/socket.cc
 */
import type { ByteStream, NetResult } from './backend.ts'
import { NetError } from './net-error.ts'
import { giveBackBuffer, snapshot, takeBuffer } from './snapshot.ts'
import { afterMicrotasks } from './turn.ts'

export type WriteDone = (result: NetResult) => void

interface Write {
  readonly length: number
  readonly done: WriteDone
  /** What it will be answered: its length, unless it fails. */
  result: NetResult
}

/** Bytes of one or more writes that go to the stream in one call, at the front of `buffer`. */
interface Batch {
  buffer: Uint8Array
  used: number
  writes: number
}

/**
 * Writes up to this many bytes are copied together while another is under way, which makes small ones ten times as fast;
 * a larger one is a batch of its own.
 */
const coalescedWriteLimit = 16 * 1024
/** In bytes. Chromium answers a write when a pipe of this size has taken it, and learns of a failure after that. */
const pipeSize = 64 * 1024
/** Up to here a write that can be sent at once shares its memory with others. */
const smallWriteLimit = 1024
const largestBatch = 64 * 1024

export class OutgoingWrites {
  readonly #stream: ByteStream
  readonly #onEnd: () => void
  readonly #writes: Write[] = []
  /** What waits to be sent, after the batch that is under way. */
  readonly #batches: Batch[] = []
  #underWay: Batch | undefined
  /** Writes that are done, each to be answered in its turn. */
  readonly #answers: Write[] = []
  #sendFailed = false
  #closed = false

  /** `onEnd` closes this: it is called when the stream failed, before the write that found it is answered. */
  constructor(stream: ByteStream, onEnd: () => void) {
    this.#stream = stream
    this.#onEnd = onEnd
  }

  get arePending(): boolean {
    return this.#writes.length > 0
  }

  /** Copies `bytes` before it returns. */
  write(bytes: Uint8Array, done: WriteDone): void {
    this.#writes.push({ length: bytes.byteLength, done, result: bytes.byteLength })
    if (this.#sendFailed) {
      afterMicrotasks(() => this.#failWrites())
    } else if (this.#underWay !== undefined) {
      this.#enqueue(bytes)
    } else {
      this.#send(batchOf(bytes))
    }
  }

  #enqueue(bytes: Uint8Array): void {
    const length = bytes.byteLength
    const last = this.#batches.at(-1)
    if (length <= coalescedWriteLimit && last !== undefined && makeRoom(last, length)) {
      last.buffer.set(bytes, last.used)
      last.used += length
      last.writes += 1
    } else {
      const buffer = takeBuffer(length)
      buffer.set(bytes)
      this.#batches.push({ buffer, used: length, writes: 1 })
    }
  }

  #send(batch: Batch): void {
    const { buffer, used } = batch
    this.#underWay = batch
    this.#stream.write(used === buffer.byteLength ? buffer : buffer.subarray(0, used), (result) =>
      this.#onWritten(batch, result),
    )
  }

  /** A write that fails is answered as sent, if Chromium's pipe had taken it; the next one learns of it. */
  #onWritten({ buffer, writes: count }: Batch, result: NetResult): void {
    if (this.#closed) return
    this.#underWay = undefined
    if (result >= 0) giveBackBuffer(buffer)
    this.#sendFailed = result < 0
    const isTooLong = this.#sendFailed && (this.#writes[0]?.length ?? 0) > pipeSize
    const written = this.#writes.splice(0, isTooLong ? 0 : count)
    const next = this.#batches.shift()
    if (this.#sendFailed) afterMicrotasks(() => this.#failWrites())
    else if (next !== undefined) this.#send(next)
    this.#answer(written)
  }

  /** The first write that is left learns of the failure; by then the socket is disconnected, and the others find it so. */
  #failWrites(): void {
    const left = this.#writes.splice(0)
    if (left.length === 0) return
    this.#onEnd()
    left.forEach((write, index) => {
      write.result = index === 0 ? NetError.ERR_FAILED : NetError.ERR_SOCKET_NOT_CONNECTED
    })
    afterMicrotasks(() => this.#answer(left))
  }

  /** The completion that tells of writes is one turn, for the first answer; each of the others gets its own. */
  #answer(written: readonly Write[]): void {
    const isFirst = this.#answers.length === 0
    for (const write of written) this.#answers.push(write)
    if (isFirst) this.#answerNext()
  }

  readonly #answerNext = (): void => {
    const write = this.#answers[0]
    if (write === undefined) return
    write.done(write.result)
    this.#answers.shift()
    if (this.#answers.length > 0) afterMicrotasks(this.#answerNext)
  }

  /** The answers of the pending writes that Chromium's pipe would have taken by now; those are then no longer pending. */
  takeSent(): (() => void)[] {
    let total = 0
    const fits = ({ length }: Write): boolean => (total += length) <= pipeSize
    const first = this.#writes.findIndex((write) => !fits(write))
    const sent = this.#writes.splice(0, first < 0 ? this.#writes.length : first)
    return sent.map(
      ({ done, length }) =>
        () =>
          done(length),
    )
  }

  /** Pending writes are answered with `ERR_ABORTED`. The stream has been closed. */
  close(): void {
    this.#closed = true
    for (const { done } of this.#writes.splice(0)) done(NetError.ERR_ABORTED)
  }
}

function batchOf(bytes: Uint8Array): Batch {
  const length = bytes.byteLength
  if (length <= smallWriteLimit) return { buffer: snapshot(bytes), used: length, writes: 1 }
  const buffer = takeBuffer(length)
  buffer.set(bytes)
  return { buffer, used: length, writes: 1 }
}

/** Writes of more than `coalescedWriteLimit` have no room left, or none that counts. */
function makeRoom(batch: Batch, length: number): boolean {
  const { buffer, used } = batch
  const needed = used + length
  if (needed <= buffer.byteLength) return true
  if (needed > largestBatch) return false
  const larger = takeBuffer(needed)
  larger.set(buffer.subarray(0, used))
  giveBackBuffer(buffer)
  batch.buffer = larger
  return true
}
