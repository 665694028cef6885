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
  /** Undefined while versions are being negotiated: only the first byte is looked at, as in BoringSSL. */
  readonly version: number | undefined
  readonly maxLength: number
}

/**
 * Cuts a byte stream into records. Holds no more than one incomplete record besides what the last `push` brought.
 * A record that lies in one push is a view of it; one that is spread over several is joined.
 */
export class RecordReader {
  #bytes: Uint8Array = new Uint8Array(0)
  #position = 0

  /** `bytes` belong to the reader from now on. */
  push(bytes: Uint8Array): void {
    const rest = this.#bytes.length - this.#position
    if (rest === 0) {
      this.#bytes = bytes
    } else {
      const joined = new Uint8Array(rest + bytes.length)
      joined.set(this.#bytes.subarray(this.#position))
      joined.set(bytes, rest)
      this.#bytes = joined
    }
    this.#position = 0
  }

  /** Bytes that no record has been made of yet. */
  get buffered(): number {
    return this.#bytes.length - this.#position
  }

  /** The next whole record, if there is one. */
  next(limits: RecordLimits): RawRecord | undefined {
    const bytes = this.#bytes
    const at = this.#position
    if (bytes.length - at < headerLength) return undefined
    const type = bytes[at] ?? 0
    const version = ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const length = ((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0)
    if (limits.version === undefined ? version >> 8 !== 3 : version !== limits.version) {
      throw new TlsFault('protocol_version', 'a record of no version of TLS, or of another one than agreed')
    }
    if (length > limits.maxLength) throw new TlsFault('record_overflow', 'a record is too long')
    const start = at + headerLength
    if (start + length > bytes.length) return undefined
    this.#position = start + length
    return { type, header: bytes.subarray(at, start), body: bytes.subarray(start, start + length) }
  }
}
