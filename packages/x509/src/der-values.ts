/**
 * Parsers for the contents of DER's primitive types (ITU-T X.690, sections 8 and 11). Each takes the content octets,
 * without tag and length, and throws DerError if the encoding is not valid DER.
 */
import { textOf } from './globals.ts'
import { hex } from './bytes.ts'
import { DerError } from './der.ts'

export function parseBoolean(content: Uint8Array): boolean {
  const octet = content[0]
  if (content.length !== 1 || (octet !== 0x00 && octet !== 0xff)) throw new DerError('not a DER boolean')
  return octet === 0xff
}

/** Whether these octets are the shortest two's complement of a number. */
export function isMinimalInteger(content: Uint8Array): boolean {
  const [first, second] = content
  if (first === undefined || second === undefined) return first !== undefined
  return !((first === 0x00 && second < 0x80) || (first === 0xff && second >= 0x80))
}

/** Returns the octets of an INTEGER, in two's complement. They must be in the shortest form. */
export function parseInteger(content: Uint8Array): Uint8Array {
  if (!isMinimalInteger(content)) throw new DerError('an integer that is empty or not minimal')
  return content
}

/**
 * Parses an INTEGER that must not be negative. Returns its magnitude, big-endian and without leading zeros: 0 has
 * no octets. The result is a view of `content`.
 * @param content the octets without tag and length
 * @throws DerError: the number is negative, empty or not in its shortest form.
 * @example
 * import { parseUnsigned } from '@chrome-socket/x509'
 *
 * console.log(parseUnsigned(Uint8Array.of(0x00, 0xff))) // Uint8Array [ 255 ]
 */
export function parseUnsigned(content: Uint8Array): Uint8Array {
  const octets = parseInteger(content)
  if ((octets[0] ?? 0) >= 0x80) throw new DerError('a negative integer')
  return octets[0] === 0 ? octets.subarray(1) : octets
}

/**
 * Parses an INTEGER that must be between 0 and `max`.
 * @param content the octets without tag and length
 * @param max the largest number to accept, below 2^32
 * @throws DerError: the number is above `max`, negative, empty or not in its shortest form.
 * @example
 * import { parseSmallUnsigned } from '@chrome-socket/x509'
 *
 * console.log(parseSmallUnsigned(Uint8Array.of(0x02), 2)) // 2, of version 3
 */
export function parseSmallUnsigned(content: Uint8Array, max: number): number {
  const octets = parseUnsigned(content)
  if (octets.length > 4) throw new DerError('an integer that is too large')
  let value = 0
  for (const octet of octets) value = value * 256 + octet
  if (value > max) throw new DerError('an integer that is too large')
  return value
}

export interface BitString {
  readonly octets: Uint8Array
  /** The number of unused bits at the end of the last octet. They are zero. */
  readonly unusedBits: number
}

export function parseBitString(content: Uint8Array): BitString {
  const unusedBits = content[0]
  if (unusedBits === undefined || unusedBits > 7) throw new DerError('not a bit string')
  const octets = content.subarray(1)
  if (unusedBits > 0) {
    const last = octets.at(-1)
    if (last === undefined || (last & ((1 << unusedBits) - 1)) !== 0) throw new DerError('unused bits that are set')
  }
  return { octets, unusedBits }
}

/** Returns the octets of a BIT STRING of whole octets, such as a key or a signature. */
export function parseOctetBitString(content: Uint8Array): Uint8Array {
  const { octets, unusedBits } = parseBitString(content)
  if (unusedBits !== 0) throw new DerError('not a whole number of octets')
  return octets
}

/** The length limit. It is longer than any object identifier in use. */
const maxOidOctets = 64

/**
 * Parses an OBJECT IDENTIFIER. Returns its dotted form. A component may have any size.
 * @param content the octets without tag and length, 1 to 64
 * @throws DerError: the identifier is empty, too long, cut short or not minimal.
 * @example
 * import { parseOid } from '@chrome-socket/x509'
 *
 * console.log(parseOid(Uint8Array.of(0x55, 0x1d, 0x11))) // 2.5.29.17
 */
export function parseOid(content: Uint8Array): string {
  if (content.length === 0 || content.length > maxOidOctets) throw new DerError('not an object identifier')
  const components: (number | bigint)[] = []
  let value = 0n
  let small = 0
  let octets = 0
  for (const octet of content) {
    if (octets === 0 && octet === 0x80) throw new DerError('an object identifier that is not minimal')
    octets += 1
    // Four octets hold 28 bits, which fit into a plain number. Only a longer component becomes a BigInt.
    if (octets <= 4) small = (small << 7) | (octet & 0x7f)
    else value = ((octets === 5 ? BigInt(small) : value) << 7n) | BigInt(octet & 0x7f)
    if (octet < 0x80) {
      components.push(octets <= 4 ? small : value)
      small = 0
      value = 0n
      octets = 0
    }
  }
  if (octets !== 0) throw new DerError('an object identifier cut short')
  const first = components[0] ?? 0
  const root = first < 40 ? 0 : first < 80 ? 1 : 2
  components[0] = typeof first === 'bigint' ? first - BigInt(root * 40) : first - root * 40
  return `${root}.${components.join('.')}`
}

/**
 * Returns the name by which to compare an OBJECT IDENTIFIER of a certificate: its dotted form, or the octets in hex if it is
 * malformed. Chromium compares identifiers octet by octet and does not check them, so an unknown identifier may have any form.
 */
export function oidKey(content: Uint8Array): string {
  try {
    return parseOid(content)
  } catch {
    return `#${hex(content)}`
  }
}

/** Returns the text of a string type that allows ASCII only, such as IA5String. */
export function parseAscii(content: Uint8Array): string {
  let text = ''
  for (const octet of content) {
    if (octet >= 0x80) throw new DerError('not ASCII')
    text += textOf(octet)
  }
  return text
}
