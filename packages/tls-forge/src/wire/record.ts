/**
 * The record layer's outside: type, version, length (RFC 8446, section 5.1; RFC 5246, section 6.2.1).
 */
import { release, worthReleasing } from '../release.ts'
import { TlsFault } from './fault.ts'

export const contentType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const

export const headerLength = 5
/** Of the content of a record, before protection. */
export const maxPlaintext = 16_384
/** Of a protected record: RFC 8446 allows 256 bytes more than the content, RFC 5246 allows 2048. */
export const maxCiphertext = { 'tls1.2': 18_432, 'tls1.3': 16_640 } as const

export interface RawRecord {
  readonly type: number
  /** The five bytes before the body. */
  readonly header: Uint8Array
  readonly body: Uint8Array
}

export function writeHeader(target: Uint8Array, type: number, version: number, length: number): void {
  target[0] = type
  target[1] = version >> 8
  target[2] = version & 0xff
  target[3] = length >> 8
  target[4] = length & 0xff
}

/** What a record must look like at this point of the connection. */
export interface RecordLimits {
  readonly isProtected: boolean
  readonly maxLength: number
}

/**
 * The length of the body that follows a header, which is as `limits` have it; the header begins at `at` in `bytes`. The
 * version in a record that is not protected says nothing (RFC 8446, section 5.1); as in BoringSSL, only that it is one of
 * TLS is looked at, so that an answer in another protocol is seen for what it is. In a protected one it is always that of
 * TLS 1.2 (section 5.2).
 */
export function checkLimits(bytes: Uint8Array, { isProtected, maxLength }: RecordLimits, at = 0): number {
  const type = bytes[at]
  const major = bytes[at + 1]
  const minor = bytes[at + 2]
  const length = ((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0)
  if (major !== 3 || (minor !== 3 && isProtected && type !== contentType.changeCipherSpec)) {
    throw new TlsFault('protocol_version', 'a record of no version of TLS, or of another one than agreed')
  }
  if (length > maxLength) throw new TlsFault('record_overflow', 'a record is too long')
  return length
}

function recordAt(bytes: Uint8Array, at: number, end: number): RawRecord {
  const { buffer, byteOffset } = bytes
  return {
    type: bytes[at] ?? 0,
    header: new Uint8Array(buffer, byteOffset + at, headerLength),
    body: new Uint8Array(buffer, byteOffset + at + headerLength, end - at - headerLength),
  }
}

/**
 * Cuts a byte stream into records. A record that lies in one push is a view of it; only one that is spread over
 * several is copied, once all of it is there.
 */
export class RecordReader {
  readonly #chunks: Uint8Array[] = []
  /** In the first chunk. */
  #position = 0
  #buffered = 0

  /** `bytes` belong to the reader from now on. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#chunks.push(bytes)
    this.#buffered += bytes.length
  }

  /** Bytes that no record has been made of yet. */
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

  /** Drops the first `length` bytes, which have been joined. What no record is a view of is given back. */
  #drop(length: number): void {
    this.#buffered -= length
    let position = this.#position + length
    let isViewed = this.#position > 0
    let used = 0
    for (const chunk of this.#chunks) {
      if (position < chunk.length) break
      position -= chunk.length
      used += 1
      if (!isViewed && chunk.length >= worthReleasing) release(chunk.buffer)
      isViewed = false
    }
    this.#dropChunks(used, position)
  }

  #dropChunks(count: number, position: number): void {
    this.#chunks.splice(0, count)
    this.#position = position
  }
}
