/// <reference types="node" preserve="true" />
/**
 * Writes DER (ITU-T X.690) for tests. Nothing is checked, so that a test can also make faulty DER.
 */
import { encodeDer } from '../der.ts'

/** Octets in DER. */
export type Der = Uint8Array

/**
 * Writes an element: its tag, its length and its contents. Nothing is checked.
 * @param tag one octet
 * @param contents DER, one after another
 * @errors Cannot fail.
 * @example
 * import { tlv } from '@chrome-socket/x509/issuing'
 *
 * console.log(tlv(0x04, Uint8Array.of(0xff))) // Uint8Array [ 4, 1, 255 ]
 */
export function tlv(tag: number, ...contents: readonly Der[]): Der {
  return encodeDer(tag, ...contents)
}

/**
 * Writes a SEQUENCE.
 * @param contents its elements
 * @errors Cannot fail.
 * @example
 * import { integer, sequence } from '@chrome-socket/x509/issuing'
 *
 * const der = sequence(integer(1), integer(2))
 */
export const sequence = (...contents: readonly Der[]): Der => tlv(0x30, ...contents)

/**
 * Writes a SET.
 * @param contents its elements, which are not sorted
 * @errors Cannot fail.
 * @example
 * import { integer, set } from '@chrome-socket/x509/issuing'
 *
 * const der = set(integer(1))
 */
export const set = (...contents: readonly Der[]): Der => tlv(0x31, ...contents)

/**
 * Writes an OCTET STRING.
 * @param contents its octets, one part after another
 * @errors Cannot fail.
 * @example
 * import { octetString } from '@chrome-socket/x509/issuing'
 *
 * const der = octetString(Uint8Array.of(1, 2, 3))
 */
export const octetString = (...contents: readonly Der[]): Der => tlv(0x04, ...contents)

/**
 * Writes a BIT STRING.
 * @param octets its bits
 * @param unusedBits the number of unused bits in the last octet, 0 to 7; the default is 0
 * @errors Cannot fail.
 * @example
 * import { bitString } from '@chrome-socket/x509/issuing'
 *
 * const digitalSignature = bitString(Uint8Array.of(0x80), 7)
 */
export const bitString = (octets: Der, unusedBits = 0): Der => tlv(0x03, Uint8Array.of(unusedBits), octets)

/**
 * Writes a BOOLEAN.
 * @param value true is 0xff, false is 0
 * @errors Cannot fail.
 * @example
 * import { boolean } from '@chrome-socket/x509/issuing'
 *
 * const der = boolean(true)
 */
export const boolean = (value: boolean): Der => tlv(0x01, Uint8Array.of(value ? 0xff : 0))

/**
 * Writes a NULL.
 * @errors Cannot fail.
 * @example
 * import { nothing } from '@chrome-socket/x509/issuing'
 *
 * console.log(nothing()) // Uint8Array [ 5, 0 ]
 */
export const nothing = (): Der => tlv(0x05)

/**
 * Writes a UTF8String.
 * @param text any text
 * @errors Cannot fail.
 * @example
 * import { utf8String } from '@chrome-socket/x509/issuing'
 *
 * const der = utf8String('Prüfstelle')
 */
export const utf8String = (text: string): Der => tlv(0x0c, Buffer.from(text))

/**
 * Writes a PrintableString.
 * @param text letters, digits and a few signs; nothing is checked
 * @errors Cannot fail.
 * @example
 * import { printableString } from '@chrome-socket/x509/issuing'
 *
 * const der = printableString('Test root')
 */
export const printableString = (text: string): Der => tlv(0x13, Buffer.from(text))

/**
 * Writes the constructed tag `[number]`: an EXPLICIT tag, or an IMPLICIT tag over a SEQUENCE or SET.
 * @param number 0 to 30
 * @param contents its elements
 * @errors Cannot fail.
 * @example
 * import { explicit, integer } from '@chrome-socket/x509/issuing'
 *
 * const version = explicit(0, integer(2))
 */
export const explicit = (number: number, ...contents: readonly Der[]): Der => tlv(0xa0 | number, ...contents)

/**
 * Writes the primitive tag `[number]`: an IMPLICIT tag over a primitive type.
 * @param number 0 to 30
 * @param content its octets, or a text in UTF-8
 * @errors Cannot fail.
 * @example
 * import { implicit } from '@chrome-socket/x509/issuing'
 *
 * const dnsName = implicit(2, 'example.com')
 */
export const implicit = (number: number, content: Der | string): Der => tlv(0x80 | number, Buffer.from(content))

/**
 * Writes an INTEGER that is not negative.
 * @param value 0 or more
 * @throws RangeError: the number has a fraction.
 * @example
 * import { integer } from '@chrome-socket/x509/issuing'
 *
 * console.log(integer(255)) // Uint8Array [ 2, 2, 0, 255 ]
 */
export function integer(value: bigint | number): Der {
  let text = BigInt(value).toString(16)
  if (text.length % 2 === 1) text = `0${text}`
  if (Number.parseInt(text.slice(0, 2), 16) >= 0x80) text = `00${text}`
  return tlv(0x02, Buffer.from(text, 'hex'))
}

/**
 * Writes an OBJECT IDENTIFIER.
 * @param dotted such as `2.5.29.17`
 * @throws SyntaxError: the identifier does not consist of numbers and dots.
 * @example
 * import { oid } from '@chrome-socket/x509/issuing'
 *
 * const subjectAltName = oid('2.5.29.17')
 */
export function oid(dotted: string): Der {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt)
  const octets = [first * 40n + second, ...rest].flatMap((component) => {
    const digits = [Number(component % 128n)]
    for (let left = component / 128n; left > 0n; left /= 128n) digits.unshift(Number(left % 128n) | 0x80)
    return digits
  })
  return tlv(0x06, Uint8Array.from(octets))
}

/**
 * Writes a UTCTime for the years 1950 to 2049, and a GeneralizedTime for later ones.
 * @param milliseconds the time in milliseconds since 1970; fractions of a second are dropped
 * @throws RangeError: there is no such time.
 * @example
 * import { day, now, sequence, time } from '@chrome-socket/x509/issuing'
 *
 * const validity = sequence(time(now), time(now + 90 * day))
 */
export function time(milliseconds: number): Der {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '').slice(0, 14)
  return Number(digits.slice(0, 4)) < 2050
    ? tlv(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : tlv(0x18, Buffer.from(`${digits}Z`))
}
