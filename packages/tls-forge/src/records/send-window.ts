/**
 * Hands sealed records to the transport, in order. The window is open while few sealed bytes are unsent, and sealing
 * waits while it is closed.
 */
import { queueMicrotask } from '../bytes/globals.ts'
import { concatenate } from '../bytes/bytes.ts'
import { batchContent, returnBatchBuffer } from './record-buffers.ts'
import { maxPlaintext } from './record.ts'
import type { SealedRecords } from './record-sealer.ts'

/** Takes bytes for the wire, in order. It calls `sent` when the bytes need not be kept any longer. */
export type Output = (bytes: Uint8Array, sent: () => void) => void

interface Batch {
  readonly bytes: Uint8Array
  isReady: boolean
  readonly isHandshake: boolean
  readonly sent: () => void
}

/** The number of unsent bytes at which the window closes. */
const maxUnsent = 8 * batchContent
/** The number of unsent pieces at which the window closes. Data that waits meanwhile is then sealed together. */
const maxPieces = 8
/** The length up to which batches are joined into one piece for the wire. */
const maxJoined = maxPlaintext

export class SendWindow {
  readonly #output: Output
  readonly #onSent: () => void
  readonly #onFault: (error: unknown) => void
  readonly #batches: Batch[] = []
  #unsentBytes = 0
  /** The number of pieces that the transport has taken and not sent. */
  #unsentPieces = 0
  #isFlushScheduled = false

  /** `onSent` is called when a piece has been sent; `onFault` when records could not be sealed. */
  constructor(output: Output, onSent: () => void, onFault: (error: unknown) => void) {
    this.#output = output
    this.#onSent = onSent
    this.#onFault = onFault
  }

  get isOpen(): boolean {
    return this.#unsentBytes < maxUnsent && this.#unsentPieces + this.#batches.length < maxPieces
  }

  /** Adds records, which leave once they are sealed and all records before them have left. */
  push({ bytes, sealing }: SealedRecords, isHandshake: boolean, sent: () => void): void {
    const batch: Batch = { bytes, isReady: sealing === undefined, isHandshake, sent }
    this.#append(batch)
    if (sealing === undefined) {
      this.#scheduleFlush()
      return
    }
    const settle = (): void => {
      batch.isReady = true
      this.flush()
    }
    sealing.then(settle, this.#onFault)
  }

  /** Adds a record that leaves together with the next record. */
  pushLater(bytes: Uint8Array): void {
    this.#append({ bytes, isReady: true, isHandshake: true, sent: () => {} })
  }

  #append(batch: Batch): void {
    this.#unsentBytes += batch.bytes.length
    this.#batches.push(batch)
  }

  /** Flushes in a microtask, so that the messages of a flight leave as one piece. */
  #scheduleFlush(): void {
    if (this.#isFlushScheduled) return
    this.#isFlushScheduled = true
    queueMicrotask(() => {
      this.#isFlushScheduled = false
      this.flush()
    })
  }

  /** Hands over the batches that are ready, up to the first batch that is not. */
  flush(): void {
    for (let count = this.#countJoinable(); count > 0; count = this.#countJoinable()) {
      this.#hand(this.#batches.splice(0, count))
    }
  }

  /** Returns the number of batches that leave as one piece, or 0 if the first batch has to wait. */
  #countJoinable(): number {
    let count = 0
    let length = 0
    for (const { bytes, isReady, isHandshake } of this.#batches) {
      // The first part of a flight waits for the rest, which may be sealed by a new key.
      if (!isReady && isHandshake && length < maxJoined) return 0
      if (!isReady || (count > 0 && length + bytes.length > maxJoined)) break
      count += 1
      length += bytes.length
    }
    return count
  }

  #hand(batches: readonly Batch[]): void {
    const [only] = batches
    const bytes = batches.length === 1 && only ? only.bytes : concatenate(...batches.map((batch) => batch.bytes))
    this.#unsentPieces += 1
    this.#output(bytes, () => {
      this.#unsentPieces -= 1
      for (const batch of batches) {
        this.#unsentBytes -= batch.bytes.length
        returnBatchBuffer(batch.bytes)
        batch.sent()
      }
      this.#onSent()
    })
  }
}
