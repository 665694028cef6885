/**
 * Tests the DER reader with the rules of ITU-T X.690, on encodings that are BER but not DER, or neither.
 */
import { describe, expect, test } from 'vitest'
import { DerError, DerReader, Tag, enterOnly, readOnly } from '../src/der.ts'
import {
  parseBitString,
  parseBoolean,
  parseInteger,
  parseOid,
  parseSmallUnsigned,
  parseUnsigned,
} from '../src/der-values.ts'
import { readTime } from '../src/der-time.ts'
import { oid, tlv } from '../src/issuing/index.ts'

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

describe('elements', () => {
  test.each([
    ['04 00', ''],
    ['04 01 61', '61'],
    [`04 7f ${'00'.repeat(127)}`, '00'.repeat(127)],
    [`04 81 80 ${'00'.repeat(128)}`, '00'.repeat(128)],
    [`04 82 01 00 ${'00'.repeat(256)}`, '00'.repeat(256)],
  ])('%# are read', (whole, content) => {
    expect(Buffer.from(readOnly(bytes(whole), Tag.octetString)).toString('hex')).toBe(content)
  })

  test.each([
    ['nothing at all', ''],
    ['no length', '04'],
    ['a length beyond the end', '04 02 61'],
    ['the indefinite form, 8.1.3.6', '24 80 04 01 61 00 00'],
    ['a primitive of the indefinite form', '04 80 61 00 00'],
    ['a long form in place of the short form, 10.1', '04 81 01 61'],
    ['a long form with a zero octet, 10.1', `04 82 00 80 ${'00'.repeat(128)}`],
    ['the reserved length, 8.1.3.5', '04 ff 61'],
    ['a length of five octets', '04 85 01 00 00 00 00'],
    ['a length of four octets, cut short', '04 84 01 00'],
    ['a tag number over 30', '1f 24 01 61'],
    ['something after', '04 01 61 00'],
    ['another tag', '05 00'],
    ['the constructed form of a primitive', '24 03 04 01 61'],
  ])('%s is refused', (_, whole) => {
    expect(() => readOnly(bytes(whole), Tag.octetString)).toThrow(DerError)
  })

  test('nesting is limited', () => {
    let nested = tlv(0x30)
    for (let depth = 0; depth < 100; depth += 1) nested = tlv(0x30, nested)
    const descend = (reader: DerReader): void => descend(reader.enter(Tag.sequence))
    expect(() => descend(enterOnly(nested, Tag.sequence))).toThrow('nested too deeply')
  })
})

describe('values', () => {
  test.each(['', '00 00', '01', '7f', '80'])('%s is not a boolean (11.1)', (content) => {
    expect(() => parseBoolean(bytes(content))).toThrow(DerError)
  })

  test.each(['', '00 00', '00 7f', 'ff ff', 'ff 80'])('%s is not an integer (8.3.2)', (content) => {
    expect(() => parseInteger(bytes(content))).toThrow(DerError)
  })

  test.each(['00', '7f', '80', '00 80', 'ff 7f'])('%s is an integer', (content) => {
    expect(parseInteger(bytes(content))).toEqual(bytes(content))
  })

  test('unsigned integers lose their sign octet', () => {
    expect(parseUnsigned(bytes('00 ff'))).toEqual(bytes('ff'))
    expect(parseUnsigned(bytes('00'))).toEqual(bytes(''))
    expect(() => parseUnsigned(bytes('ff'))).toThrow(DerError)
  })

  test('small integers have a limit', () => {
    expect(parseSmallUnsigned(bytes('00 ff ff ff ff'), 0xffff_ffff)).toBe(0xffff_ffff)
    expect(() => parseSmallUnsigned(bytes('01 00 00 00 00'), 0xffff_ffff)).toThrow(DerError)
    expect(() => parseSmallUnsigned(bytes('03'), 2)).toThrow(DerError)
  })

  test.each(['', '08 00', '01', '01 01', '07 40'])('%s is not a bit string (11.2.1)', (content) => {
    expect(() => parseBitString(bytes(content))).toThrow(DerError)
  })

  test.each(['00', '07 80', '00 ff'])('%s is a bit string', (content) => {
    expect(parseBitString(bytes(content)).octets).toEqual(bytes(content).subarray(1))
  })

  test.each([
    '0.0',
    '1.2.840.113549.1.1.11',
    '2.5.29.37.0',
    '2.999',
    '2.16.840.1.101.3.4.2.1',
    '1.3.6.1.4.1.311.21.8.16777215.268435455.268435456',
    // A UUID: ITU-T X.667, section 7.
    '2.25.329800735698586629295641978511506172918',
  ])('%s is read', (dotted) => {
    expect(parseOid(readOnly(oid(dotted), Tag.oid))).toBe(dotted)
  })

  test.each(['', '80 01', '2a 80', '2a 80 01', '2a 86'])('%s is not an object identifier (8.19.2)', (content) => {
    expect(() => parseOid(bytes(content))).toThrow(DerError)
  })
})

function readDate(tag: number, text: string): string {
  return new Date(readTime(new DerReader(tlv(tag, Buffer.from(text))))).toISOString()
}

describe('dates', () => {
  test.each([
    [Tag.utcTime, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [Tag.utcTime, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [Tag.utcTime, '240229120000Z', '2024-02-29T12:00:00.000Z'],
    // BoringSSL (pki/parse_values.cc) reads a leap second this way.
    [Tag.utcTime, '161231235960Z', '2016-12-31T23:59:59.000Z'],
    [Tag.generalizedTime, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
    [Tag.generalizedTime, '99991231235959Z', '9999-12-31T23:59:59.000Z'],
    [Tag.generalizedTime, '00500101000000Z', '0050-01-01T00:00:00.000Z'],
  ])('%i %s', (tag, text, expected) => {
    expect(readDate(tag, text)).toBe(expected)
  })

  test.each([
    [Tag.utcTime, '2401010000Z'],
    [Tag.utcTime, '240101000000'],
    [Tag.utcTime, '240101000000+0100'],
    [Tag.utcTime, '230229120000Z'],
    [Tag.utcTime, '241301000000Z'],
    [Tag.utcTime, '240100000000Z'],
    [Tag.utcTime, '240101240000Z'],
    [Tag.utcTime, '240101006000Z'],
    [Tag.utcTime, '240101000061Z'],
    [Tag.utcTime, '20240101000000Z'],
    [Tag.generalizedTime, '20240101000000.5Z'],
    [Tag.generalizedTime, '240101000000Z'],
    [Tag.utf8String, '240101000000Z'],
  ])('%i %s is refused (RFC 5280, 4.1.2.5)', (tag, text) => {
    expect(() => readDate(tag, text)).toThrow(DerError)
  })
})
