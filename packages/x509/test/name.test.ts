/**
 * Tests which distinguished names are equal (RFC 5280, section 7.1).
 */
import { describe, expect, test } from 'vitest'
import { DerError } from '../src/der.ts'
import { nameIsWithin, parseName } from '../src/name.ts'
import { oid, printableString, sequence, set, tlv, utf8String, type Der } from '../src/issuing/index.ts'

const commonName = (value: Der): Der => sequence(oid('2.5.4.3'), value)
const organization = (value: Der): Der => sequence(oid('2.5.4.10'), value)
const one = (value: Der): Der => sequence(set(commonName(value)))
const key = (name: Der): string => parseName(name).key
const bmpString = (text: string): Der => tlv(0x1e, Buffer.from(text, 'utf16le').swap16())

describe('a name equals the same name with', () => {
  test.each([
    ['another string type', one(printableString('Example CA')), one(utf8String('Example CA'))],
    ['another case', one(printableString('Example CA')), one(printableString('EXAMPLE ca'))],
    ['spaces at the ends', one(utf8String('Example CA')), one(utf8String('  Example CA '))],
    ['spaces inside', one(utf8String('Example CA')), one(utf8String('Example   CA'))],
    ['two octets per character', one(utf8String('Exämple')), one(bmpString('Exämple'))],
    [
      'a set in another order',
      sequence(set(commonName(utf8String('a')), organization(utf8String('b')))),
      sequence(set(organization(utf8String('b')), commonName(utf8String('a')))),
    ],
  ])('%s', (_, left, right) => {
    expect(key(left)).toBe(key(right))
  })
})

describe('a name differs from a name with', () => {
  test.each([
    ['a space missing', one(utf8String('Example CA')), one(utf8String('ExampleCA'))],
    ['another attribute', one(utf8String('a')), sequence(set(organization(utf8String('a'))))],
    [
      'two relative names in place of a relative name of two attributes',
      sequence(set(commonName(utf8String('a'))), set(organization(utf8String('b')))),
      sequence(set(commonName(utf8String('a')), organization(utf8String('b')))),
    ],
    [
      'another order',
      sequence(set(commonName(utf8String('a'))), set(organization(utf8String('b')))),
      sequence(set(organization(utf8String('b'))), set(commonName(utf8String('a')))),
    ],
    [
      'a separator of values inside a value',
      one(utf8String('a;2.5.4.3=1:b')),
      sequence(set(commonName(utf8String('a'))), set(commonName(utf8String('b')))),
    ],
    ['a type that is not a string', one(tlv(0x14, Buffer.from('a'))), one(utf8String('a'))],
    ['another case in a type that is not a string', one(tlv(0x14, Buffer.from('a'))), one(tlv(0x14, Buffer.from('A')))],
    ['no attribute at all', one(utf8String('')), sequence()],
  ])('%s', (_, left, right) => {
    expect(key(left)).not.toBe(key(right))
  })
})

test.each([
  ['an empty relative name', sequence(set())],
  ['a relative name that is not a set', sequence(sequence(commonName(utf8String('a'))))],
  ['an attribute without a value', sequence(set(sequence(oid('2.5.4.3'))))],
  ['an element after the value', sequence(set(sequence(oid('2.5.4.3'), utf8String('a'), utf8String('b'))))],
  ['an IA5String that is not ASCII', one(tlv(0x16, Uint8Array.of(0xe9)))],
  ['half a character', one(tlv(0x1e, Uint8Array.of(0)))],
  ['a surrogate', one(tlv(0x1e, Uint8Array.of(0xd8, 0)))],
])('%s is refused', (_, name) => {
  expect(() => parseName(name)).toThrow(DerError)
})

describe('values that break their type have the verdict of Chromium 156', () => {
  const surname = (value: Der): Der => sequence(set(sequence(oid('2.5.4.4'), value)))
  const error = (name: Der): string => {
    try {
      parseName(name)
      return 'none'
    } catch (thrown) {
      return thrown instanceof Error ? thrown.name : ''
    }
  }

  // Chromium's codes are 0, ERR_CERT_INVALID and ERR_SSL_SERVER_CERT_BAD_FORMAT.
  test.each([
    ['invalid UTF-8', tlv(0x0c, Uint8Array.of(0x41, 0xe9)), 'none', 'none'],
    ['a PrintableString with an at sign', printableString('a@b'), 'DerError', 'InvalidCertificateError'],
    ['an IA5String that is not ASCII', tlv(0x16, Uint8Array.of(0xe9)), 'DerError', 'InvalidCertificateError'],
    ['half a character', tlv(0x1e, Uint8Array.of(0)), 'DerError', 'InvalidCertificateError'],
    ['a code point over the limit', tlv(0x1c, Uint8Array.of(0, 0x11, 0, 0)), 'DerError', 'InvalidCertificateError'],
    ['a TeletexString', tlv(0x14, Uint8Array.of(0xe9)), 'none', 'none'],
    ['a NumericString', tlv(0x12, Buffer.from('1')), 'DerError', 'none'],
    ['an octet string', tlv(0x04, Uint8Array.of(1)), 'DerError', 'none'],
  ])('%s', (_, value, inCommonName, inSurname) => {
    expect([error(one(value)), error(surname(value))]).toEqual([inCommonName, inSurname])
  })

  test('invalid UTF-8 equals only itself', () => {
    const latin = one(tlv(0x0c, Uint8Array.of(0x41, 0xe9)))
    expect(key(latin)).toBe(key(one(tlv(0x0c, Uint8Array.of(0x41, 0xe9)))))
    expect(key(latin)).not.toBe(key(one(utf8String('Aé'))))
    expect(key(latin)).not.toBe(key(one(tlv(0x0c, Uint8Array.of(0x61, 0xe9)))))
  })
})

test('a subtree holds the names that begin with it', () => {
  const base = parseName(sequence(set(organization(utf8String('Example')))))
  const below = parseName(sequence(set(organization(printableString('EXAMPLE'))), set(commonName(utf8String('a')))))
  expect(nameIsWithin(below, base)).toBe(true)
  expect(nameIsWithin(base, below)).toBe(false)
  expect(nameIsWithin(base, parseName(sequence()))).toBe(true)
})
