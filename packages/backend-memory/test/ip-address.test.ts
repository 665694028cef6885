/**
 * IP literals and their canonical form. The examples come from RFC 4291, section 2.2, and RFC 5952, sections 1, 2 and 4.
 */
import { describe, expect, it } from 'vitest'
import { parseAddress, samePrefix } from '../src/network/ip-address.ts'

describe('parseAddress', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['2001:DB8:0:0:8:800:200C:417A', '2001:db8::8:800:200c:417a'],
    ['FF01:0:0:0:0:0:0:101', 'ff01::101'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::FFFF:129.144.52.38', '::ffff:129.144.52.38'],
    ['::ffff:8190:3426', '::ffff:129.144.52.38'],
    ['2001:0db8::0001', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['1::', '1::'],
  ])('%s is %s', (literal, canonical) => {
    expect(parseAddress(literal)?.text).toBe(canonical)
  })

  it.each([
    '',
    'localhost',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '256.1.1.1',
    '1.2.3.4 ',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    '1.2.3.4::',
    '::1%eth0',
    '[::1]',
  ])('"%s" is not a literal', (text) => {
    expect(parseAddress(text)).toBeUndefined()
  })
})

describe('samePrefix', () => {
  it.each([
    ['10.1.2.3', '10.1.9.9', 16, true],
    ['10.1.2.3', '10.1.9.9', 21, false],
    ['10.1.2.3', '10.1.3.3', 23, true],
    ['fd00::1', 'fd00::2', 126, true],
    ['fd00::1', 'fd00::2', 127, false],
    ['fd00::1', '10.0.0.1', 0, false],
  ])('%s, %s, %d: %s', (a, b, prefixLength, expected) => {
    expect(samePrefix(parseAddress(a)!, parseAddress(b)!, prefixLength)).toBe(expected)
  })
})
