/// <reference types="node" preserve="true" />
/**
 * Writes DER (ITU-T X.690) for tests. Nothing is checked, so that a test can also make faulty DER.
 */
import { encodeDer } from '../der.ts'

/** Octets in DER. */
export type Der = Uint8Array

/** An element: its tag, its length and its contents. */
export function tlv(tag: number, ...contents: readonly Der[]): Der {
  return encodeDer(tag, ...contents)
}

/** A SEQUENCE of elements. */
export const sequence = (...contents: readonly Der[]): Der => tlv(0x30, ...contents)
/** A SET of elements. */
export const set = (...contents: readonly Der[]): Der => tlv(0x31, ...contents)
/** An OCTET STRING. */
export const octetString = (...contents: readonly Der[]): Der => tlv(0x04, ...contents)
/** A BIT STRING. */
export const bitString = (octets: Der, unusedBits = 0): Der => tlv(0x03, Uint8Array.of(unusedBits), octets)
/** A BOOLEAN. */
export const boolean = (value: boolean): Der => tlv(0x01, Uint8Array.of(value ? 0xff : 0))
/** A NULL. */
export const nothing = (): Der => tlv(0x05)
/** A UTF8String. */
export const utf8String = (text: string): Der => tlv(0x0c, Buffer.from(text))
/** A PrintableString. */
export const printableString = (text: string): Der => tlv(0x13, Buffer.from(text))
/** `[number]`, constructed. */
export const explicit = (number: number, ...contents: readonly Der[]): Der => tlv(0xa0 | number, ...contents)
/** `[number]`, primitive. */
export const implicit = (number: number, content: Der | string): Der => tlv(0x80 | number, Buffer.from(content))

/** An INTEGER. */
export function integer(value: bigint | number): Der {
  let text = BigInt(value).toString(16)
  if (text.length % 2 === 1) text = `0${text}`
  if (Number.parseInt(text.slice(0, 2), 16) >= 0x80) text = `00${text}`
  return tlv(0x02, Buffer.from(text, 'hex'))
}

/** An OBJECT IDENTIFIER, from its dotted form. */
export function oid(dotted: string): Der {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt)
  const octets = [first * 40n + second, ...rest].flatMap((component) => {
    const digits = [Number(component % 128n)]
    for (let left = component / 128n; left > 0n; left /= 128n) digits.unshift(Number(left % 128n) | 0x80)
    return digits
  })
  return tlv(0x06, Uint8Array.from(octets))
}

/** UTCTime until 2049, GeneralizedTime from then on. */
export function time(milliseconds: number): Der {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '').slice(0, 14)
  return Number(digits.slice(0, 4)) < 2050
    ? tlv(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : tlv(0x18, Buffer.from(`${digits}Z`))
}
