/** Writes DER, as much of it as a certificate needs. Source: ITU-T X.690, clauses 8 and 10. */

/** A complete value: tag, length and contents. */
export type Der = Uint8Array<ArrayBuffer>

export function der(tag: number, ...contents: readonly Uint8Array[]): Der {
  const length = contents.reduce((sum, each) => sum + each.length, 0)
  return concatenate([Uint8Array.of(tag, ...lengthBytes(length)), ...contents])
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length]
  const bytes = bigEndian(length)
  return [0x80 | bytes.length, ...bytes]
}

function bigEndian(value: number): number[] {
  return value < 0x100 ? [value] : [...bigEndian(Math.floor(value / 0x100)), value % 0x100]
}

function concatenate(parts: readonly Uint8Array[]): Der {
  return new Uint8Array(parts.flatMap((part) => [...part]))
}

export const sequence = (...contents: readonly Uint8Array[]): Der => der(0x30, ...contents)
export const set = (...contents: readonly Uint8Array[]): Der => der(0x31, ...contents)
export const octets = (...contents: readonly Uint8Array[]): Der => der(0x04, ...contents)
export const boolean = (value: boolean): Der => der(0x01, Uint8Array.of(value ? 0xff : 0))
export const bits = (contents: Uint8Array, unused = 0): Der => der(0x03, Uint8Array.of(unused), contents)
export const text = (value: string): Der => der(0x0c, Buffer.from(value))
/** The value must not be negative. */
export const integer = (value: number): Der => {
  const bytes = bigEndian(value)
  return der(0x02, Uint8Array.from((bytes[0] ?? 0) & 0x80 ? [0, ...bytes] : bytes))
}
/** The n-th alternative or optional member; `constructed` when it has members itself. */
export const tagged = (number: number, constructed: boolean, ...contents: readonly Uint8Array[]): Der =>
  der((constructed ? 0xa0 : 0x80) | number, ...contents)

/** From the usual notation: `2.5.29.17`. */
export function objectIdentifier(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)))
}

function base128(value: number): number[] {
  const low = [value & 0x7f]
  for (let rest = value >> 7; rest > 0; rest >>= 7) low.unshift(0x80 | (rest & 0x7f))
  return low
}

/** RFC 5280 wants UTCTime up to 2049, and GeneralizedTime from 2050 on. */
export function time(moment: Date): Der {
  const digits = moment.toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return moment.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits))
}
