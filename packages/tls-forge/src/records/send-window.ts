/**
 * Sealed records on their way to the transport, in order, and the back-pressure on those that seal more: the window is
 * open while little has been sealed that the transport has not taken.
 */
import { concatenate } from '../bytes/bytes.ts'
import { batchContent, returnBatchBuffer } from './record-buffers.ts'
import { maxPlaintext } from './record.ts'
import type { SealedRecords } from './record-sealer.ts'

/** Takes bytes for the wire, in order; `sent` is called when they need not be kept any longer. */
export type Output = (bytes: Uint8Array, sent: () => void) => void

interface Batch {
  readonly bytes: Uint8Array
  isReady: boolean
  readonly isHandshake: boolean
  readonly sent: () => void
}

/** The window closes at this many bytes that have not been sent. */
const maxUnsent = 8 * batchContent
/** It closes at this many pieces, too: what waits meanwhile is then sealed together. */
const maxPieces = 8
/** Batches are joined into one piece for the wire up to this length. */
const maxJoined = maxPlaintext

export class SendWindow {
  readonly #output: Output
  readonly #onSent: () => void
  readonly #onFault: (error: unknown) => void
  readonly #batches: Batch[] = []
  #unsentBytes = 0
  /** Pieces that the transport has, and has not sent. */
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

  /** The records leave after all that came before them, once they are sealed. */
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

  /** A record that leaves together with the next one. */
  pushLater(bytes: Uint8Array): void {
    this.#append({ bytes, isReady: true, isHandshake: true, sent: () => {} })
  }

  #append(batch: Batch): void {
    this.#unsentBytes += batch.bytes.length
    this.#batches.push(batch)
  }

  /** In a microtask, so that the messages of a flight leave as one piece. */
  #scheduleFlush(): void {
    if (this.#isFlushScheduled) return
    this.#isFlushScheduled = true
    queueMicrotask(() => {
      this.#isFlushScheduled = false
      this.flush()
    })
  }

  /** Hands on every batch that is ready, and has only such before it. */
  flush(): void {
    for (let count = this.#countJoinable(); count > 0; count = this.#countJoinable()) {
      this.#hand(this.#batches.splice(0, count))
    }
  }

  /** How many of the first batches leave as one piece; 0 where the first one has to wait. */
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
