/**
 * Converts BER (ITU-T X.690, section 8) to DER for PKCS#12. Apple's Keychain and Java write indefinite lengths,
 * lengths that are not minimal, and octet strings in pieces. Certificates are never read this way.
 */
import { concatenate } from './bytes.ts'
import { DerError, Tag, encodeDer } from './der.ts'

/** The tag of a constructed OCTET STRING, whose content is a sequence of pieces. */
const octetStringInPieces = 0x24
const maxDepth = 32

/** Converts `ber`, which must be a single element. Throws DerError. */
export function derOf(ber: Uint8Array): Uint8Array {
  const { der, end } = element(ber, 0, 0)
  if (end !== ber.length) throw new DerError('data after the last element')
  return der
}

interface Read {
  readonly tag: number
  readonly content: Uint8Array
  readonly der: Uint8Array
  readonly end: number
}

function element(ber: Uint8Array, at: number, depth: number): Read {
  const tag = ber[at]
  const first = ber[at + 1]
  if (tag === undefined || first === undefined || depth > maxDepth)
    throw new DerError('cut short, or nested too deeply')
  if ((tag & 0x1f) === 0x1f) throw new DerError('a tag number over 30')
  const isConstructed = (tag & 0x20) !== 0
  if (first === 0x80) {
    if (!isConstructed) throw new DerError('an indefinite length of a primitive element')
    return joined(tag, children(ber, at + 2, undefined, depth))
  }
  const count = first < 0x80 ? 0 : first & 0x7f
  if (count > 4) throw new DerError('a length over 4 GiB')
  let length = count === 0 ? first : 0
  for (const octet of ber.subarray(at + 2, at + 2 + count)) length = length * 256 + octet
  const start = at + 2 + count
  const end = start + length
  if (end > ber.length) throw new DerError('a length beyond the end')
  if (isConstructed) return joined(tag, children(ber, start, end, depth))
  const content = ber.subarray(start, end)
  return { tag, content, der: encodeDer(tag, content), end }
}

/** Reads the elements up to `end`. If `end` is undefined, reads up to the end-of-contents octets. */
function children(
  ber: Uint8Array,
  start: number,
  end: number | undefined,
  depth: number,
): { all: Read[]; end: number } {
  const all: Read[] = []
  let at = start
  while (at !== end) {
    if (end === undefined && ber[at] === 0 && ber[at + 1] === 0) return { all, end: at + 2 }
    const child = element(ber, at, depth + 1)
    if (end !== undefined && child.end > end) throw new DerError('a length beyond the end')
    all.push(child)
    at = child.end
  }
  return { all, end: at }
}

function joined(tag: number, { all, end }: { all: Read[]; end: number }): Read {
  const isString = tag === octetStringInPieces && all.every((piece) => piece.tag === Tag.octetString)
  const content = concatenate(...all.map((child) => (isString ? child.content : child.der)))
  const own = isString ? Tag.octetString : tag
  return { tag: own, content, der: encodeDer(own, content), end }
}
