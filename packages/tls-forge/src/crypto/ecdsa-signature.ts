/**
 * Converts between the two forms of ECDSA signatures: DER `ECDSA-Sig-Value` (RFC 3279, section 2.2.3), which TLS and
 * X.509 use, and r followed by s, which WebCrypto uses (IEEE P1363).
 */
import { Uint8Array } from '../bytes/globals.ts'
import { DerError, Tag, encodeDer, enterOnly, parseUnsigned } from '@chrome-socket/x509'
import type { KeyKind } from './spki.ts'

/** The length of r and of s in bytes, by the kind of key. */
export const coordinateLength: Readonly<Partial<Record<KeyKind, number>>> = { p256: 32, p384: 48, p521: 66 }

/**
 * Returns r followed by s, each of `length` bytes. Returns undefined unless `der` holds exactly two non-negative
 * INTEGERs that fit.
 */
export function fromDerSignature(der: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
  const raw = new Uint8Array(length * 2)
  try {
    const numbers = enterOnly(der, Tag.sequence)
    for (const end of [length, length * 2]) {
      const digits = parseUnsigned(numbers.read(Tag.integer))
      if (digits.length > length) return undefined
      raw.set(digits, end - digits.length)
    }
    numbers.end()
    return raw
  } catch (error) {
    if (error instanceof DerError) return undefined
    throw error
  }
}

export function toDerSignature(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const half = raw.length / 2
  return encodeDer(Tag.sequence, integer(raw.subarray(0, half)), integer(raw.subarray(half)))
}

function integer(value: Uint8Array): Uint8Array {
  let start = 0
  while (start < value.length - 1 && value[start] === 0) start += 1
  const digits = value.subarray(start)
  const sign = (digits[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array(0)
  return encodeDer(Tag.integer, sign, digits)
}
