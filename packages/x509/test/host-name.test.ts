/**
 * Tests server names with the rules of RFC 9525, section 6, and with Chromium's VerifyHostname tests
 * (net/cert/x509_certificate_unittest.cc).
 */
import { describe, expect, test } from 'vitest'
import { parseGeneralNames } from '../src/general-name.ts'
import { isForServer, parseIpAddress, parseServerName } from '../src/host-name.ts'
import { dnsName, ipAddress, sequence, type Der } from '../src/issuing/index.ts'

function isFor(serverName: string, ...names: readonly Der[]): boolean {
  const server = parseServerName(serverName)
  return server !== undefined && isForServer(parseGeneralNames(sequence(...names)), server)
}

describe('a certificate for DNS names', () => {
  test.each([
    ['foo.com', 'foo.com'],
    ['f', 'f'],
    ['h', 'H'],
    ['i', 'i.'],
    ['foo.com.', 'foo.com'],
    ['FOO.com', 'foo.COM.'],
    ['bar.foo.com', '*.foo.com'],
    ['www.test.fr', '*.test.fr'],
    ['wwW.tESt.fr', '*.tEsT.fR'],
    ['xn--poema-9qae5a.com.br', '*.com.br'],
    ['foo_bar.example.com', 'foo_bar.example.com'],
    ['foo_bar.example.com', '*.example.com'],
    ['a.b.c', '*.b.c'],
    ['-foo-.example.com', '-foo-.example.com'],
  ])('%s is %s', (serverName, presented) => {
    expect(isFor(serverName, dnsName('else.where'), dnsName(presented))).toBe(true)
  })

  test.each([
    ['', 'foo.com'],
    ['', ''],
    ['bar.foo.com', 'foo.com'],
    ['foo.com', '*.foo.com'],
    ['a.b.foo.com', '*.foo.com'],
    ['.foo.com', '*.foo.com'],
    ['www.com', '*.com'],
    ['foo.localhost', '*.localhost'],
    ['localhost', '*'],
    ['bar.foo.com', 'b*.foo.com'],
    ['bar.foo.com', '*r.foo.com'],
    ['bar.foo.com', '*ar.foo.com'],
    ['bar.foo.com', '**.foo.com'],
    ['bar.foo.com', 'bar.*.com'],
    ['bar.foo.com', '*.*.com'],
    ['bar.foo.com', '*.*'],
    ['xn--bar.foo.com', 'xn--*.foo.com'],
    ['foo.com', 'foo.com..'],
    ['foo.com', '.foo.com'],
    ['foo.com', 'foo.com\0.evil.com'],
    ['foo.com\0.evil.com', 'foo.com'],
    ['*.foo.com', '*.foo.com'],
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1', '*.0.0.1'],
    ['127.1', '127.1'],
    ['::1', '::1'],
    ['f oo.com', 'f oo.com'],
    [`${'a'.repeat(64)}.com`, `${'a'.repeat(64)}.com`],
    ['bücher.example', 'xn--bcher-kva.example'],
  ])('%j is not %j', (serverName, presented) => {
    expect(isFor(serverName, dnsName(presented))).toBe(false)
  })
})

describe('a certificate for IP addresses', () => {
  const v6 = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]

  test.each([
    ['127.0.0.1', [127, 0, 0, 1]],
    ['2001:db8::1', v6],
    ['2001:0DB8:0:0:0:0:0:1', v6],
    ['2001:db8::0.0.0.1', v6],
  ])('%s', (serverName, octets) => {
    expect(isFor(serverName, dnsName('foo.com'), ipAddress(...octets))).toBe(true)
  })

  test.each([
    ['127.0.0.2', [127, 0, 0, 1]],
    ['127.0.0.01', [127, 0, 0, 1]],
    ['0x7f000001', [127, 0, 0, 1]],
    ['2130706433', [127, 0, 0, 1]],
    ['127.1', [127, 0, 0, 1]],
    ['::ffff:127.0.0.1', [127, 0, 0, 1]],
    ['::', [0, 0, 0, 0]],
  ])('%s is not %j', (serverName, octets) => {
    expect(isFor(serverName, ipAddress(...octets))).toBe(false)
  })

  test.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.-4',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8:9',
    '12345::',
    'g::',
    '::1%lo',
    '[::1]',
    '1.2.3.4::',
    '::1.2.3',
  ])('%j is no address', (text) => {
    expect(parseIpAddress(text)).toBeUndefined()
  })
})
