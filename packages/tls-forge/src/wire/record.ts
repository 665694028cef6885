/**
 * The record layer's outside: type, version, length (RFC 8446, section 5.1; RFC 5246, section 6.2.1).
 */
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
 * The length of the body that follows a header, which is as `limits` have it. The version in a record that is not
 * protected says nothing (RFC 8446, section 5.1); as in BoringSSL, only that it is one of TLS is looked at, so that an
 * answer in another protocol is seen for what it is. In a protected one it is always that of TLS 1.2 (section 5.2).
 */
export function checkLimits(header: Uint8Array, { isProtected, maxLength }: RecordLimits): number {
  const [type, major, minor] = header
  const length = ((header[3] ?? 0) << 8) | (header[4] ?? 0)
  if (major !== 3 || (minor !== 3 && isProtected && type !== contentType.changeCipherSpec)) {
    throw new TlsFault('protocol_version', 'a record of no version of TLS, or of another one than agreed')
  }
  if (length > maxLength) throw new TlsFault('record_overflow', 'a record is too long')
  return length
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
    const header = this.#peekHeader()
    const length = checkLimits(header, limits)
    if (this.#buffered < headerLength + length) return undefined
    const record = this.#take(headerLength + length)
    return { type: header[0] ?? 0, header: record.subarray(0, headerLength), body: record.subarray(headerLength) }
  }

  #peekHeader(): Uint8Array {
    const [first] = this.#chunks
    if (first !== undefined && first.length - this.#position >= headerLength) {
      return first.subarray(this.#position, this.#position + headerLength)
    }
    const header = new Uint8Array(headerLength)
    let at = 0
    let start = this.#position
    for (const chunk of this.#chunks) {
      const part = chunk.subarray(start, start + headerLength - at)
      header.set(part, at)
      at += part.length
      start = 0
      if (at === headerLength) break
    }
    return header
  }

  #take(length: number): Uint8Array {
    this.#buffered -= length
    const [first] = this.#chunks
    const end = this.#position + length
    if (first !== undefined && end <= first.length) {
      const view = first.subarray(this.#position, end)
      this.#position = end
      if (end === first.length) this.#dropChunks(1, 0)
      return view
    }
    const record = new Uint8Array(length)
    let at = 0
    let start = this.#position
    let used = 0
    for (const chunk of this.#chunks) {
      const part = chunk.subarray(start, start + length - at)
      record.set(part, at)
      at += part.length
      const partEnd = start + part.length
      start = 0
      if (at === length && partEnd < chunk.length) {
        this.#dropChunks(used, partEnd)
        return record
      }
      used += 1
      if (at === length) break
    }
    this.#dropChunks(used, 0)
    return record
  }

  #dropChunks(count: number, position: number): void {
    this.#chunks.splice(0, count)
    this.#position = position
  }
}
