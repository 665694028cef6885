/**
 * ECDSA signatures in their two forms: DER `ECDSA-Sig-Value` (RFC 3279, section 2.2.3), which TLS and X.509 use,
 * and r and s one after the other, which WebCrypto uses (IEEE P1363).
 */
import { concatenate } from '../bytes/bytes.ts'
import type { KeyKind } from './spki.ts'

/** The length of r and of s. */
export const coordinateLength: Readonly<Partial<Record<KeyKind, number>>> = { p256: 32, p384: 48, p521: 66 }

/** Undefined unless `der` is exactly two positive INTEGERs in DER that fit in `length` bytes each. */
export function fromDerSignature(der: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
  const raw = new Uint8Array(length * 2)
  let at = 1
  if (der[0] !== 0x30) return undefined
  let total = der[at] ?? 0
  at += 1
  if (total === 0x81) {
    total = der[at] ?? 0
    at += 1
    if (total < 0x80) return undefined
  } else if (total > 0x80) return undefined
  if (at + total !== der.length) return undefined
  for (const end of [length, length * 2]) {
    const size = der[at + 1] ?? 0
    let start = at + 2
    at = start + size
    if (der[start - 2] !== 0x02 || size === 0 || size > 0x7f || at > der.length) return undefined
    const first = der[start] ?? 0
    if (first >= 0x80) return undefined
    if (first === 0 && size > 1) {
      if ((der[start + 1] ?? 0) < 0x80) return undefined
      start += 1
    }
    if (at - start > length) return undefined
    raw.set(der.subarray(start, at), end - (at - start))
  }
  return at === der.length ? raw : undefined
}

export function toDerSignature(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const half = raw.length / 2
  const integers = concatenate(integer(raw.subarray(0, half)), integer(raw.subarray(half)))
  const header = integers.length < 0x80 ? [0x30, integers.length] : [0x30, 0x81, integers.length]
  return concatenate(Uint8Array.from(header), integers)
}

function integer(value: Uint8Array): Uint8Array {
  let start = 0
  while (start < value.length - 1 && value[start] === 0) start += 1
  const digits = value.subarray(start)
  const sign = (digits[0] ?? 0) >= 0x80 ? [0] : []
  return concatenate(Uint8Array.of(0x02, digits.length + sign.length, ...sign), digits)
}
