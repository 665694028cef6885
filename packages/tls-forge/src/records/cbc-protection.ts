/**
 * Protects records with AES-CBC and HMAC-SHA1: MAC, then padding, then encryption (RFC 5246, section 6.2.3.2).
 *
 * The time to refuse a record must not tell its content (Lucky Thirteen, AlFardan and Paterson 2013). So the padding
 * is read without branches, wrong padding counts as no padding, and the number of SHA-1 blocks does not depend on the
 * padding. SECURITY.md says how far this holds in JavaScript.
 */
import { Error, Uint8Array } from '../bytes/globals.ts'
import { blockLength, macLength, type CbcAndMac } from '../crypto/provider.ts'
import { concatenate, equalBytes } from '../bytes/bytes.ts'
import { headerLength, writeHeader } from './record.ts'
import { additionalData12, ofType, type RecordProtection } from './record-protection.ts'

const legacyVersion = 0x0303
/** The maximum length of the padding: up to 255 bytes, and the last byte, which counts them. */
const maxPadding = 256

const paddedLength = (contentLength: number): number =>
  contentLength + macLength + blockLength - ((contentLength + macLength) % blockLength)

export function cbcProtection(keys: CbcAndMac, randomBytes: (length: number) => Uint8Array): RecordProtection {
  return {
    recordLength: (contentLength) => headerLength + blockLength + paddedLength(contentLength),
    recordLimit: Number.MAX_SAFE_INTEGER,
    seal(sequence, type, content, record) {
      const plaintext = new Uint8Array(paddedLength(content.length))
      const end = content.length + macLength
      plaintext.set(content)
      plaintext.set(keys.mac(concatenate(additionalData12(sequence, type, content.length), content)), content.length)
      plaintext.fill(plaintext.length - end - 1, end)
      const iv = randomBytes(blockLength)
      writeHeader(record, type, legacyVersion, iv.length + plaintext.length)
      record.set(iv, headerLength)
      record.set(keys.encrypt(iv, plaintext), headerLength + iv.length)
    },
    open(sequence, { type, body }) {
      const ciphertext = body.subarray(blockLength)
      if (ciphertext.length % blockLength !== 0 || ciphertext.length < paddedLength(0))
        throw new Error('not whole blocks')
      const plaintext = keys.decrypt(body.subarray(0, blockLength), ciphertext)
      const padding = paddingOf(plaintext)
      const longest = plaintext.length - macLength - 1
      const length = longest - padding.extra
      const content = plaintext.subarray(0, length)
      const mac = keys.mac(concatenate(additionalData12(sequence, type, length), content))
      // Hashes the blocks of SHA-1 that a shorter content has saved.
      keys.mac(new Uint8Array(64 * (hashBlocks(longest) - hashBlocks(length))))
      const authentic = equalBytes(mac, plaintext.subarray(length, length + macLength))
      if (!(Number(authentic) & Number(padding.good))) throw new Error('not authentic')
      return ofType(type, content.slice())
    },
  }
}

/** Returns the number of SHA-1 blocks for the content and the 13 bytes of additional data before it. */
function hashBlocks(contentLength: number): number {
  return Math.floor((contentLength + 13 + 8) / 64) + 1
}

/** Returns -1, which is all ones, if `a < b`, else 0. Both numbers are small. */
const maskIfBelow = (a: number, b: number): number => (a - b) >> 31

/** Reads the padding. `extra` is the number of padding bytes before the last byte, or 0 if the padding is wrong. */
function paddingOf(plaintext: Uint8Array): { readonly extra: number; readonly good: boolean } {
  const last = plaintext.length - 1
  const extra = plaintext[last] ?? 0
  const room = plaintext.length - macLength
  let wrong = ~maskIfBelow(extra, room)
  for (let index = 0; index < Math.min(maxPadding, plaintext.length); index += 1) {
    wrong |= maskIfBelow(index, extra + 1) & ((plaintext[last - index] ?? 0) ^ extra)
  }
  // `bad` is all ones if any byte was wrong, else 0.
  const bad = (wrong | -wrong) >> 31
  return { extra: extra & ~bad, good: bad === 0 }
}
