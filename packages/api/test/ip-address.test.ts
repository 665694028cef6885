/** IP literals: the examples of RFC 4291, section 2.2, and RFC 5952, section 4. */
import { describe, expect, test } from 'vitest'
import { canonicalIpLiteral, ipAddressOctets } from '../src/backend/index.ts'

describe('IP addresses', () => {
  // RFC 5952, section 4.
  test.each([
    ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['1:0:0:0:0:0:0:0', '1::'],
    ['2001:DB8::A', '2001:db8::a'],
    ['192.0.2.1', '192.0.2.1'],
    ['10:0:0:a:0:0:0:0', '10:0:0:a::'],
  ])('%s is written %s', (text, canonical) => {
    expect(canonicalIpLiteral(text)).toBe(canonical)
  })

  test.each([
    ['192.0.2.1', 'c0000201'],
    ['::', '00000000000000000000000000000000'],
    ['::1', '00000000000000000000000000000001'],
    ['1::', '00010000000000000000000000000000'],
    ['ff01::101', 'ff010000000000000000000000000101'],
    ['2001:db8::8:800:200c:417a', '20010db80000000000080800200c417a'],
    ['2001:db8:0:1:1:1:1:1', '20010db8000000010001000100010001'],
  ])('%s has the octets %s', (canonical, octets) => {
    expect(Buffer.from(ipAddressOctets(canonical)).toString('hex')).toBe(octets)
  })
})
