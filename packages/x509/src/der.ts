/**
 * A strict reader of DER, the one encoding that X.509 allows (ITU-T X.690, section 10 and 11), and what writes an element.
 *
 * Refused, where laxer readers shrug: indefinite and non-minimal lengths, tags over 30, integers and booleans in a form
 * that is not the shortest, bit strings with stray unused bits, object identifiers with padding, and nesting over
 * `maxDepth`. Nothing is copied: what is read are views of the input, so the input must stay as it is.
 *
 * It is the one reader of DER here, written by hand because this package depends on nothing. Forge, which tls-forge has for
 * old ciphers, reads BER as well, from strings of bytes, and is 78 KB gzipped.
 */
import { concatenate } from './bytes.ts'
import { Uint8Array } from './globals.ts'

/** The one error that parsing raises: the input is not what it must be. */
export class DerError extends Error {
  override readonly name: string = 'DerError'
}

/** The identifier octets in use, ITU-T X.680, section 8.6. */
export const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** `[number]`, primitive: an IMPLICIT tag over a primitive type. */
export function contextTag(number: number): number {
  return 0x80 | number
}

/** `[number]`, constructed: an EXPLICIT tag, or an IMPLICIT one over a SEQUENCE or SET. */
export function contextConstructedTag(number: number): number {
  return 0xa0 | number
}

/** One value with its tag: `whole` is tag, length and content. */
export interface DerElement {
  readonly tag: number
  readonly content: Uint8Array
  readonly whole: Uint8Array
}

/** A certificate nests to about 10. */
const maxDepth = 32

/** Reads the elements of a DER encoding one after another. */
export class DerReader {
  readonly #bytes: Uint8Array
  readonly #depth: number
  #position = 0

  constructor(bytes: Uint8Array, depth = 0) {
    if (depth > maxDepth) throw new DerError('nested too deeply')
    this.#bytes = bytes
    this.#depth = depth
  }

  get more(): boolean {
    return this.#position < this.#bytes.length
  }

  /** Is there a next element, and has it this tag? */
  at(tag: number): boolean {
    return this.#bytes[this.#position] === tag
  }

  /** The next element, whatever it is. */
  element(): DerElement {
    const start = this.#position
    const tag = this.#octet()
    if ((tag & 0x1f) === 0x1f) throw new DerError('a tag number over 30')
    const length = this.#length()
    const contentStart = this.#position
    const end = contentStart + length
    if (end > this.#bytes.length) throw new DerError('a length beyond the end')
    this.#position = end
    return { tag, content: this.#bytes.subarray(contentStart, end), whole: this.#bytes.subarray(start, end) }
  }

  /** The next element, which must have this tag. */
  expect(tag: number): DerElement {
    if (!this.at(tag)) throw new DerError(`expected tag ${tag}, found ${this.#bytes[this.#position] ?? 'the end'}`)
    return this.element()
  }

  /** The content of the next element, which must have this tag. */
  read(tag: number): Uint8Array {
    return this.expect(tag).content
  }

  /** The content of the next element if it has this tag; otherwise nothing is read. */
  readOptional(tag: number): Uint8Array | undefined {
    return this.at(tag) ? this.element().content : undefined
  }

  /** A reader of what is inside the next element, which must have this tag. */
  enter(tag: number): DerReader {
    return new DerReader(this.read(tag), this.#depth + 1)
  }

  enterOptional(tag: number): DerReader | undefined {
    return this.at(tag) ? this.enter(tag) : undefined
  }

  /** Nothing may be left. */
  end(): void {
    if (this.more) throw new DerError('more than there should be')
  }

  #octet(): number {
    const octet = this.#bytes[this.#position]
    if (octet === undefined) throw new DerError('cut short')
    this.#position += 1
    return octet
  }

  /** X.690, section 10.1: the definite form, in as few octets as there can be. */
  #length(): number {
    const first = this.#octet()
    if (first < 0x80) return first
    const count = first & 0x7f
    if (count === 0) throw new DerError('an indefinite length')
    if (count > 4) throw new DerError('a length over 4 GiB')
    let length = 0
    for (let index = 0; index < count; index += 1) length = length * 256 + this.#octet()
    if (length < 0x80 || length < 256 ** (count - 1)) throw new DerError('a length that is not minimal')
    return length
  }
}

/** Reads all of `bytes` as one element with this tag, and gives a reader of what is inside. */
export function enterOnly(bytes: Uint8Array, tag: number): DerReader {
  const outer = new DerReader(bytes)
  const inner = outer.enter(tag)
  outer.end()
  return inner
}

/** Reads all of `bytes` as one element with this tag, and gives its content. */
export function readOnly(bytes: Uint8Array, tag: number): Uint8Array {
  const outer = new DerReader(bytes)
  const content = outer.read(tag)
  outer.end()
  return content
}

/** Writes the element with this tag and these contents, one after the other. */
export function encodeDer(tag: number, ...contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const content = concatenate(...contents)
  const length: number[] = []
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256)
  const header = content.length < 0x80 ? [tag, content.length] : [tag, 0x80 | length.length, ...length]
  return concatenate(Uint8Array.from(header), content)
}
