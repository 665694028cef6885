/**
 * Cuts the bytes that arrive into records.
 */
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

/** A record that lies in one push is a view of it. A record that is spread over several is copied, once all of it is there. */
export class RecordReader {
  readonly #chunks: Uint8Array[] = []
  /** In the first chunk. */
  #position = 0
  #buffered = 0

  /** Takes over `bytes`: the caller does not use them again. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#chunks.push(bytes)
    this.#buffered += bytes.length
  }

  /** The bytes that no record has been made of yet. */
  get buffered(): number {
    return this.#buffered
  }

  /** The buffer that the next record begins in, once the first byte of it is there. */
  get currentBuffer(): ArrayBufferLike | undefined {
    return this.#chunks[0]?.buffer
  }

  /** The next whole record, if there is one. */
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

  /** The next record, which begins in the first chunk and is not all in it. */
  #nextJoined(limits: RecordLimits): RawRecord | undefined {
    const length = headerLength + checkLimits(this.#join(headerLength), limits)
    if (this.#buffered < length) return undefined
    const record = this.#join(length)
    this.#drop(length)
    return recordAt(record, 0, length)
  }

  /** The first `length` bytes, as a copy. */
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

  /** Drops the first `length` bytes, which have been joined, and frees the buffers that no record is a view of. */
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
