/**
 * A strict reader of DER, the only encoding that X.509 allows (ITU-T X.690, sections 10 and 11), and a writer of one
 * element.
 *
 * The reader refuses forms that lax readers accept: indefinite lengths, lengths that are not minimal, tag numbers over
 * 30, and nesting deeper than `maxDepth`. `der-values.ts` does the same for the contents. Nothing is copied: the
 * results are views of the input, which must not change.
 *
 * The reader is written by hand, because this package has no dependencies. Forge, which tls-forge loads for old
 * ciphers, also accepts BER, works on strings of bytes, and is 78 KB gzipped.
 */
import { concatenate } from './bytes.ts'
import { Uint8Array } from './globals.ts'

/**
 * The error of every parser: the input does not have the form that it must have.
 * @errors Cannot fail. The parsers throw it.
 * @example
 * import { DerError, parseCertificate } from '@chrome-socket/x509'
 *
 * try {
 *   parseCertificate(Uint8Array.of(0x30, 0x80))
 * } catch (error) {
 *   if (error instanceof DerError) console.error(error.message) // an indefinite length
 * }
 */
export class DerError extends Error {
  /** The name of the class, `DerError`. */
  override readonly name: string = 'DerError'
}

/** The identifier octets in use (ITU-T X.680, section 8.6). */
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

/**
 * Returns the primitive tag `[number]`, an IMPLICIT tag over a primitive type.
 * @param number 0 to 30
 * @errors Cannot fail.
 * @example
 * import { contextTag } from '@chrome-socket/x509'
 *
 * console.log(contextTag(2)) // 130, of a dNSName
 */
export function contextTag(number: number): number {
  return 0x80 | number
}

/**
 * Returns the constructed tag `[number]`, an EXPLICIT tag or an IMPLICIT tag over a SEQUENCE or SET.
 * @param number 0 to 30
 * @errors Cannot fail.
 * @example
 * import { contextConstructedTag } from '@chrome-socket/x509'
 *
 * console.log(contextConstructedTag(3)) // 163, of a certificate's extensions
 */
export function contextConstructedTag(number: number): number {
  return 0xa0 | number
}

/** An element. `whole` is its tag, length and content. */
export interface DerElement {
  /** The identifier octet. */
  readonly tag: number
  /** The content octets, a view of the input. */
  readonly content: Uint8Array
  /** The whole element, a view of the input. */
  readonly whole: Uint8Array
}

/** The limit on nesting. A certificate nests to a depth of about 10. */
const maxDepth = 32

/**
 * Reads the elements of a DER encoding, one after another. Results are views of the input, which must not change.
 * @throws DerError: the next element is not the one that a method asks for, or the input is not strict DER.
 * @example
 * import { DerReader, Tag } from '@chrome-socket/x509'
 *
 * const reader = new DerReader(Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05)).enter(Tag.sequence)
 * console.log(reader.read(Tag.integer)) // Uint8Array [ 5 ]
 * reader.end()
 */
export class DerReader {
  readonly #bytes: Uint8Array
  readonly #depth: number
  #position = 0

  constructor(bytes: Uint8Array, depth = 0) {
    if (depth > maxDepth) throw new DerError('nested too deeply')
    this.#bytes = bytes
    this.#depth = depth
  }

  /** Whether there is a next element. */
  get more(): boolean {
    return this.#position < this.#bytes.length
  }

  /** Returns whether there is a next element with this tag. */
  at(tag: number): boolean {
    return this.#bytes[this.#position] === tag
  }

  /** Reads the next element, which may have any tag. */
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

  /** Reads the next element, which must have this tag. */
  expect(tag: number): DerElement {
    if (!this.at(tag)) throw new DerError(`expected tag ${tag}, found ${this.#bytes[this.#position] ?? 'the end'}`)
    return this.element()
  }

  /** Reads the next element, which must have this tag, and returns its content. */
  read(tag: number): Uint8Array {
    return this.expect(tag).content
  }

  /**
   * Reads the next element and returns its content if it has this tag. Otherwise reads nothing and returns undefined.
   */
  readOptional(tag: number): Uint8Array | undefined {
    return this.at(tag) ? this.element().content : undefined
  }

  /** Reads the next element, which must have this tag, and returns a reader of its content. */
  enter(tag: number): DerReader {
    return new DerReader(this.read(tag), this.#depth + 1)
  }

  /**
   * Reads the next element and returns a reader of its content if it has this tag. Otherwise reads nothing and returns
   * undefined.
   */
  enterOptional(tag: number): DerReader | undefined {
    return this.at(tag) ? this.enter(tag) : undefined
  }

  /** Throws DerError if there is another element. */
  end(): void {
    if (this.more) throw new DerError('data after the last element')
  }

  #octet(): number {
    const octet = this.#bytes[this.#position]
    if (octet === undefined) throw new DerError('cut short')
    this.#position += 1
    return octet
  }

  /** Reads a length. It must have the definite form with as few octets as possible (X.690, section 10.1). */
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

/**
 * Reads all of `bytes` as one element, and returns a reader of its content.
 * @param bytes one element in DER; results are views of it
 * @param tag the tag that the element must have
 * @throws DerError: the element has another tag or is malformed, or more bytes follow it.
 * @example
 * import { enterOnly, Tag } from '@chrome-socket/x509'
 *
 * const inside = enterOnly(Uint8Array.of(0x30, 0x02, 0x05, 0x00), Tag.sequence)
 * console.log(inside.at(Tag.null)) // true
 */
export function enterOnly(bytes: Uint8Array, tag: number): DerReader {
  const outer = new DerReader(bytes)
  const inner = outer.enter(tag)
  outer.end()
  return inner
}

/**
 * Reads all of `bytes` as one element, and returns its content, a view of `bytes`.
 * @param bytes one element in DER
 * @param tag the tag that the element must have
 * @throws DerError: the element has another tag or is malformed, or more bytes follow it.
 * @example
 * import { readOnly, Tag } from '@chrome-socket/x509'
 *
 * console.log(readOnly(Uint8Array.of(0x04, 0x01, 0xff), Tag.octetString)) // Uint8Array [ 255 ]
 */
export function readOnly(bytes: Uint8Array, tag: number): Uint8Array {
  const outer = new DerReader(bytes)
  const content = outer.read(tag)
  outer.end()
  return content
}

/**
 * Writes a DER element (X.690, section 8.1).
 * @param tag the identifier octet, such as 0x30 for a SEQUENCE
 * @param contents the content octets, in parts; they are copied
 * @errors Cannot fail.
 * @example
 * import { encodeDer } from '@chrome-socket/x509'
 *
 * console.log(encodeDer(0x04, Uint8Array.of(1, 2))) // Uint8Array [4, 2, 1, 2]
 */
export function encodeDer(tag: number, ...contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const content = concatenate(...contents)
  const length: number[] = []
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256)
  const header = content.length < 0x80 ? [tag, content.length] : [tag, 0x80 | length.length, ...length]
  return concatenate(Uint8Array.from(header), content)
}
