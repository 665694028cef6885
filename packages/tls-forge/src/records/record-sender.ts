/**
 * The sending side of the record layer: content in, records out, in order.
 *
 * Application data waits until its turn to be protected, so that no more than a few batches of records are under way at
 * once. Handshake messages and alerts do not wait.
 */
import type { Result } from '../crypto/provider.ts'
import { batchContent, returnBatchBuffer, takeBatchBuffer } from './record-buffers.ts'
import { SendablePlaintext } from './sendable-plaintext.ts'
import { concatenate } from '../bytes/bytes.ts'
import { contentType, headerLength, maxPlaintext, writeHeader } from './record.ts'
import type { RecordProtection } from './record-protection.ts'

/** Takes bytes for the wire, in order; `sent` is called when they need not be kept any longer. */
export type Output = (bytes: Uint8Array, sent: () => void) => void

/** Records that are made together, and handed on in one piece. */
interface Batch {
  readonly bytes: Uint8Array
  ready: boolean
  readonly handshake: boolean
  readonly sent: () => void
}

/** No more application data is protected while so much has not been sent. */
const maxUnsent = 8 * batchContent
/** Nor while so many pieces for the wire have not: then what waits is joined. */
const maxOutputs = 8
/** Batches are joined for the wire up to this length. */
const maxJoined = maxPlaintext
/** A new key is asked for so many records before the limit of this one: enough for all that is under way meanwhile. */
const limitMargin = 4096

const nothing = (): void => {}

export class RecordSender {
  readonly #output: Output
  readonly #onFault: (error: unknown) => void
  readonly #onLimit: () => void
  readonly #batches: Batch[] = []
  readonly #data = new SendablePlaintext()
  #protection: RecordProtection | undefined
  #sequence = 0
  #legacyVersion = 0x0301
  #unsent = 0
  /** Handed on, and not sent yet. */
  #outputs = 0
  #scheduled = false
  #flushing = false
  #limitReported = false
  /** How many renewals of the key are waited for. */
  #held = 0
  #closed = false

  /** `onLimit` is called once for each key, when a new one is due. */
  constructor(output: Output, onFault: (error: unknown) => void, onLimit: () => void) {
    this.#output = output
    this.#onFault = onFault
    this.#onLimit = onLimit
  }

  /** The first ClientHello alone goes out as TLS 1.0 (RFC 8446, section 5.1). */
  useVersion12(): void {
    this.#legacyVersion = 0x0303
  }

  protect(protection: RecordProtection): void {
    this.#protection = protection
    this.#sequence = 0
    this.#limitReported = false
  }

  /** Handshake messages, alerts, ChangeCipherSpec: protected at once, before all application data that waits. */
  control(type: number, content: Uint8Array, sent: () => void = nothing): void {
    this.#seal(type, [content], sent)
  }

  /** A record that goes out together with the next one. Only before there is a key. */
  controlLater(type: number, content: Uint8Array): void {
    const bytes = new Uint8Array(headerLength + content.length)
    writeHeader(bytes, type, this.#legacyVersion, content.length)
    bytes.set(content, headerLength)
    this.#unsent += bytes.length
    this.#batches.push({ bytes, ready: true, handshake: true, sent: nothing })
  }

  /** Application data. `bytes` are borrowed until `written` is called: then they have been sent. */
  write(bytes: Uint8Array, written: () => void): void {
    this.#data.push(bytes, written)
    this.#schedule()
  }

  /** Is there application data that has not been protected? */
  get waiting(): boolean {
    return !this.#data.isEmpty
  }

  /** No application data is protected before `until` has settled. */
  hold(until: Promise<void>): void {
    this.#held += 1
    const release = (): void => {
      this.#held -= 1
      this.#schedule()
    }
    until.then(release, release)
  }

  /** Whatever waits is dropped; its completions do not come. */
  close(): void {
    this.#closed = true
    this.#data.clear()
  }

  #schedule(): void {
    if (this.#scheduled || this.#closed) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      try {
        this.#takeData()
      } catch (error) {
        this.#onFault(error)
      }
    })
  }

  #takeData(): void {
    while (
      !this.#data.isEmpty &&
      this.#held === 0 &&
      this.#unsent < maxUnsent &&
      this.#outputs + this.#batches.length < maxOutputs &&
      !this.#closed
    ) {
      this.#takeBatch()
    }
    this.#flush()
  }

  #takeBatch(): void {
    const { contents, sent } = this.#data.take(batchContent)
    if (contents.length > 0) this.#seal(contentType.applicationData, contents, sent)
    else this.#hand({ bytes: new Uint8Array(0), ready: true, handshake: false, sent })
  }

  #seal(type: number, contents: readonly Uint8Array[], sent: () => void): void {
    const protection = type === contentType.changeCipherSpec ? undefined : this.#protection
    const recordLength = (fragment: number): number => protection?.recordLength(fragment) ?? fragment + headerLength
    let length = 0
    for (const content of contents) {
      const whole = Math.floor(content.length / maxPlaintext)
      const rest = content.length % maxPlaintext
      length += whole * recordLength(maxPlaintext) + (rest > 0 ? recordLength(rest) : 0)
    }
    const handshake = type === contentType.handshake
    const batch: Batch = { bytes: takeBatchBuffer(length), ready: true, handshake, sent }
    const sealing: Promise<void>[] = []
    let at = 0
    for (const content of contents) {
      for (let start = 0; start < content.length; start += maxPlaintext) {
        const fragment = content.subarray(start, start + maxPlaintext)
        const record = batch.bytes.subarray(at, (at += recordLength(fragment.length)))
        if (protection === undefined) {
          writeHeader(record, type, this.#legacyVersion, fragment.length)
          record.set(fragment, headerLength)
          continue
        }
        const result: Result<void> = protection.seal(this.#nextSequence(protection), type, fragment, record)
        if (result instanceof Promise) sealing.push(result)
      }
    }
    if (sealing.length > 0) {
      batch.ready = false
      const settle = (): void => {
        batch.ready = true
        this.#flush()
      }
      Promise.all(sealing).then(settle, this.#onFault)
    }
    this.#hand(batch)
  }

  #nextSequence(protection: RecordProtection): number {
    const sequence = this.#sequence
    this.#sequence += 1
    if (sequence >= protection.recordLimit) throw new Error('a key has protected as many records as it may')
    if (sequence >= protection.recordLimit - limitMargin && !this.#limitReported) {
      this.#limitReported = true
      this.#onLimit()
    }
    return sequence
  }

  #hand(batch: Batch): void {
    this.#unsent += batch.bytes.length
    this.#batches.push(batch)
    if (batch.ready) this.#scheduleFlush()
  }

  #scheduleFlush(): void {
    if (this.#flushing) return
    this.#flushing = true
    queueMicrotask(() => {
      this.#flushing = false
      this.#flush()
    })
  }

  /** Hands on what is ready; small batches that follow each other, such as the messages of a flight, as one. */
  #flush(): void {
    for (;;) {
      let count = 0
      let length = 0
      for (const { bytes, ready, handshake } of this.#batches) {
        // A flight that ends with a record under a new key is worth waiting for.
        if (!ready && handshake && length < maxJoined) return
        if (!ready || (count > 0 && length + bytes.length > maxJoined)) break
        count += 1
        length += bytes.length
      }
      if (count === 0) return
      const batches = this.#batches.splice(0, count)
      const [only] = batches
      const bytes = batches.length === 1 && only ? only.bytes : concatenate(...batches.map((batch) => batch.bytes))
      this.#outputs += 1
      this.#output(bytes, () => {
        this.#outputs -= 1
        this.#unsent -= length
        for (const batch of batches) {
          returnBatchBuffer(batch.bytes)
          batch.sent()
        }
        this.#schedule()
      })
    }
  }
}
