/**
 * Protects content as records, and opens protected records.
 * Sources: RFC 8446, sections 5.2 to 5.4; RFC 5246, section 6.2.3.3, with RFC 5288 (GCM) and RFC 7905 (ChaCha20).
 */
import { DataView, Error, Promise, Uint8Array } from '../bytes/globals.ts'
import { tagLength, type Aead, type Result } from '../crypto/provider.ts'
import { concatenate } from '../bytes/bytes.ts'
import { TlsFault } from '../wire/fault.ts'
import { contentType, headerLength, maxPlaintext, writeHeader, type RawRecord } from './record.ts'

export interface OpenedRecord {
  readonly type: number
  readonly content: Uint8Array
}

/** One direction of a connection under one key. `sequence` counts the records under that key from 0. */
export interface RecordProtection {
  /** Returns the length of a record with this much content, including its header. */
  recordLength(contentLength: number): number
  /** The number of records that this key may protect. */
  readonly recordLimit: number
  /** Writes the protected record into `record`, whose length is `recordLength(content.length)`. */
  seal(sequence: number, type: number, content: Uint8Array, record: Uint8Array): Result<void>
  /** Opens a record. Throws or rejects with a `TlsFault`, or with any other error if the record is not authentic. */
  open(sequence: number, record: RawRecord): Result<OpenedRecord>
}

/**
 * The limit for AES-GCM is 2^24.5 full records (RFC 8446, section 5.5). The limit for ChaCha20-Poly1305 cannot be
 * reached.
 */
const gcmRecordLimit = 2 ** 24

const legacyVersion = 0x0303

/** XORs the sequence number, as 64 bits, into the end of the IV (RFC 8446, section 5.3). */
function xorNonce(iv: Uint8Array, sequence: number): Uint8Array {
  const nonce = iv.slice()
  const high = Math.floor(sequence / 2 ** 32)
  for (let index = 0; index < 4; index += 1) {
    const shift = 24 - index * 8
    nonce[4 + index] = (nonce[4 + index] ?? 0) ^ ((high >>> shift) & 0xff)
    nonce[8 + index] = (nonce[8 + index] ?? 0) ^ ((sequence >>> shift) & 0xff)
  }
  return nonce
}

export function protection13(aead: Aead, iv: Uint8Array, isGcm: boolean): RecordProtection {
  const overhead = headerLength + 1 + tagLength
  return {
    recordLength: (contentLength) => contentLength + overhead,
    recordLimit: isGcm ? gcmRecordLimit : Number.MAX_SAFE_INTEGER,
    seal(sequence, type, content, record) {
      writeHeader(record, contentType.applicationData, legacyVersion, content.length + 1 + tagLength)
      const header = record.subarray(0, headerLength)
      return aead.seal(xorNonce(iv, sequence), header, content, type, record.subarray(headerLength))
    },
    open(sequence, { header, body }) {
      const nonce = xorNonce(iv, sequence)
      if (aead.openApart !== undefined) {
        const { rest, last } = aead.openApart(nonce, header, body)
        if (last !== 0 && rest.length <= maxPlaintext) return innerOfType(last, rest)
        return withoutPadding(concatenate(rest, Uint8Array.of(last)))
      }
      const inner = aead.open(nonce, header, body)
      return inner instanceof Promise ? inner.then(withoutPadding) : withoutPadding(inner)
    },
  }
}

/** Reads a TLSInnerPlaintext: the content, its type, and zeros as padding. */
function withoutPadding(inner: Uint8Array): OpenedRecord {
  if (inner.length > maxPlaintext + 1) throw new TlsFault('record_overflow', 'the record is too long')
  let end = inner.length - 1
  while (end >= 0 && inner[end] === 0) end -= 1
  if (end < 0) throw new TlsFault('unexpected_message', 'the record is all padding')
  return innerOfType(inner[end] ?? 0, inner.subarray(0, end))
}

function innerOfType(type: number, content: Uint8Array): OpenedRecord {
  if (type < contentType.alert || type > contentType.applicationData) {
    throw new TlsFault('unexpected_message', 'the record has an unknown type')
  }
  return { type, content }
}

/**
 * Returns the additional data: sequence number, type, version, length of the content (RFC 5246, sections 6.2.3.1 and
 * 6.2.3.3).
 */
export function additionalData12(sequence: number, type: number, length: number): Uint8Array {
  const data = new Uint8Array(13)
  const view = new DataView(data.buffer)
  view.setUint32(0, Math.floor(sequence / 2 ** 32))
  view.setUint32(4, sequence >>> 0)
  writeHeader(data.subarray(8), type, legacyVersion, length)
  return data
}

/**
 * Protects records of TLS 1.2. With ChaCha20, `iv` has 12 bytes. With GCM, it is the salt of 4 bytes, and each record
 * carries the other 8 bytes of its nonce.
 */
export function protection12(aead: Aead, iv: Uint8Array): RecordProtection {
  const explicitLength = 12 - iv.length
  const overhead = headerLength + explicitLength + tagLength
  return {
    recordLength: (contentLength) => contentLength + overhead,
    recordLimit: Number.MAX_SAFE_INTEGER,
    seal(sequence, type, content, record) {
      writeHeader(record, type, legacyVersion, content.length + explicitLength + tagLength)
      const nonce = explicitLength === 0 ? xorNonce(iv, sequence) : countedNonce(iv, sequence)
      record.set(nonce.subarray(12 - explicitLength), headerLength)
      const body = record.subarray(headerLength + explicitLength)
      return aead.seal(nonce, additionalData12(sequence, type, content.length), content, undefined, body)
    },
    open(sequence, { type, body }) {
      if (body.length < explicitLength + tagLength) throw new Error('too short to be authentic')
      const nonce = explicitLength === 0 ? xorNonce(iv, sequence) : new Uint8Array(12)
      if (explicitLength > 0) {
        nonce.set(iv)
        nonce.set(body.subarray(0, explicitLength), iv.length)
      }
      const additional = additionalData12(sequence, type, body.length - explicitLength - tagLength)
      const opened = aead.open(nonce, additional, body.subarray(explicitLength))
      return opened instanceof Promise ? opened.then((content) => ofType(type, content)) : ofType(type, opened)
    },
  }
}

export function ofType(type: number, content: Uint8Array): OpenedRecord {
  if (content.length > maxPlaintext) throw new TlsFault('record_overflow', 'the record is too long')
  return { type, content }
}

/**
 * Returns the nonce for GCM. Its explicit part must never repeat (RFC 5288, section 3), and a sequence number never
 * does.
 */
function countedNonce(salt: Uint8Array, sequence: number): Uint8Array {
  const nonce = new Uint8Array(12)
  nonce.set(salt)
  return xorNonce(nonce, sequence)
}
