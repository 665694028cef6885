/**
 * Splits the bytes that arrive into records.
 */
import { Uint8Array } from '../bytes/globals.ts'
import { freeBuffer, worthFreeing } from '../bytes/bytes.ts'
import { checkLimits, headerLength, type RawRecord, type RecordLimits } from './record.ts'

function recordAt(bytes: Uint8Array, at: number, end: number): RawRecord {
  const { buffer, byteOffset } = bytes
  return {
    type: bytes[at] ?? 0,
    header: new Uint8Array(buffer, byteOffset + at, headerLength),
    body: new Uint8Array(buffer, byteOffset + at + headerLength, end - at - headerLength),
  }
}

/**
 * Splits bytes into records. A record that arrives in one push is a view of it. A record that is spread over several
 * pushes is copied, once it is complete.
 */
export class RecordReader {
  readonly #chunks: Uint8Array[] = []
  /** The position in the first chunk. */
  #position = 0
  #buffered = 0

  /** Takes ownership of `bytes`. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#chunks.push(bytes)
    this.#buffered += bytes.length
  }

  /** The number of bytes that have not become a record. */
  get buffered(): number {
    return this.#buffered
  }

  /** The buffer in which the next record begins. Undefined until its first byte has arrived. */
  get currentBuffer(): ArrayBufferLike | undefined {
    return this.#chunks[0]?.buffer
  }

  /** Returns the next record, or undefined if it is not complete. */
  next(limits: RecordLimits): RawRecord | undefined {
    if (this.#buffered < headerLength) return undefined
    const [first] = this.#chunks
    const at = this.#position
    if (first === undefined || first.length - at < headerLength) return this.#nextJoined(limits)
    const end = at + headerLength + checkLimits(first, limits, at)
    if (end > first.length) return this.#nextJoined(limits)
    this.#buffered -= end - at
    this.#position = end
    if (end === first.length) this.#dropChunks(1, 0)
    return recordAt(first, at, end)
  }

  /** Returns the next record, which begins in the first chunk and ends in a later chunk. */
  #nextJoined(limits: RecordLimits): RawRecord | undefined {
    const length = headerLength + checkLimits(this.#join(headerLength), limits)
    if (this.#buffered < length) return undefined
    const record = this.#join(length)
    this.#drop(length)
    return recordAt(record, 0, length)
  }

  /** Returns a copy of the first `length` bytes. */
  #join(length: number): Uint8Array {
    const joined = new Uint8Array(length)
    let at = 0
    let start = this.#position
    for (const chunk of this.#chunks) {
      const part = chunk.subarray(start, start + length - at)
      joined.set(part, at)
      at += part.length
      start = 0
      if (at === length) break
    }
    return joined
  }

  /** Drops the first `length` bytes, which have been joined. Frees the buffers that no record is a view of. */
  #drop(length: number): void {
    this.#buffered -= length
    let position = this.#position + length
    let isViewed = this.#position > 0
    let used = 0
    for (const chunk of this.#chunks) {
      if (position < chunk.length) break
      position -= chunk.length
      used += 1
      if (!isViewed && chunk.length >= worthFreeing) freeBuffer(chunk.buffer)
      isViewed = false
    }
    this.#dropChunks(used, position)
  }

  #dropChunks(count: number, position: number): void {
    this.#chunks.splice(0, count)
    this.#position = position
  }
}
