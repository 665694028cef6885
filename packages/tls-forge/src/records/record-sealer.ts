/**
 * Makes records of content: splits it into fragments (RFC 8446, section 5.1), and protects them by the current key.
 */
import { Error, Promise, promiseAll } from '../bytes/globals.ts'
import type { Result } from '../crypto/provider.ts'
import { versionNumber } from '../wire/versions.ts'
import { takeBatchBuffer } from './record-buffers.ts'
import { contentType, headerLength, maxPlaintext, writeHeader } from './record.ts'
import type { RecordProtection } from './record-protection.ts'

/** Records that are made together, one behind the other in the same buffer. */
export interface SealedRecords {
  readonly bytes: Uint8Array
  /** Settles when the bytes are complete. Undefined if they already are. */
  readonly sealing: Promise<unknown> | undefined
}

/**
 * The number of records before the limit at which the sealer asks for a new key: enough for all records until the key
 * changes.
 */
const limitMargin = 4096

export class RecordSealer {
  readonly #onLimit: () => void
  #protection: RecordProtection | undefined
  #sequence = 0
  /** The version in the header. Only the first ClientHello is sent as TLS 1.0 (RFC 8446, section 5.1). */
  #legacyVersion = versionNumber.tls1
  #isLimitReported = false

  /** `onLimit` is called once for each key, when that key must be replaced. */
  constructor(onLimit: () => void) {
    this.#onLimit = onLimit
  }

  useVersion12(): void {
    this.#legacyVersion = versionNumber['tls1.2']
  }

  protect(protection: RecordProtection): void {
    this.#protection = protection
    this.#sequence = 0
    this.#isLimitReported = false
  }

  /** Seals `contents`, each of which begins a new record. */
  seal(type: number, contents: readonly Uint8Array[]): SealedRecords {
    const protection = type === contentType.changeCipherSpec ? undefined : this.#protection
    const recordLength = (fragment: number): number => protection?.recordLength(fragment) ?? fragment + headerLength
    let length = 0
    for (const content of contents) {
      const rest = content.length % maxPlaintext
      length += Math.floor(content.length / maxPlaintext) * recordLength(maxPlaintext)
      if (rest > 0) length += recordLength(rest)
    }
    const bytes = takeBatchBuffer(length)
    const sealing: Promise<void>[] = []
    let at = 0
    for (const content of contents) {
      for (let start = 0; start < content.length; start += maxPlaintext) {
        const fragment = content.subarray(start, start + maxPlaintext)
        const record = bytes.subarray(at, (at += recordLength(fragment.length)))
        const result = this.#sealFragment(protection, type, fragment, record)
        if (result instanceof Promise) sealing.push(result)
      }
    }
    return { bytes, sealing: sealing.length > 0 ? promiseAll(sealing) : undefined }
  }

  #sealFragment(
    protection: RecordProtection | undefined,
    type: number,
    fragment: Uint8Array,
    record: Uint8Array,
  ): Result<void> {
    if (protection !== undefined) return protection.seal(this.#nextSequence(protection), type, fragment, record)
    writeHeader(record, type, this.#legacyVersion, fragment.length)
    record.set(fragment, headerLength)
  }

  #nextSequence(protection: RecordProtection): number {
    const sequence = this.#sequence
    this.#sequence += 1
    if (sequence >= protection.recordLimit) throw new Error('the key has protected its maximum number of records')
    if (sequence >= protection.recordLimit - limitMargin && !this.#isLimitReported) {
      this.#isLimitReported = true
      this.#onLimit()
    }
    return sequence
  }
}
