/**
 * Tests the entry point: the arguments that it refuses before any check, and how faults become errors and alerts.
 */
import { describe, expect, test } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import { gravest, type Fault } from '../src/fault.ts'
import { Oid, parseTrustAnchors, verifyServerCertificate, type VerifyOptions } from '../src/index.ts'
import { authority, now, server, oid, sequence } from '../src/issuing/index.ts'
import { pem } from '../src/issuing/pem-writer.ts'
import { webCryptoVerify } from './web-crypto-verify.ts'

const root = authority('Root')
const good: VerifyOptions = {
  chain: [server(root)],
  serverName: 'server.test',
  anchors: parseTrustAnchors(root.certificate),
  time: now,
  verifySignature: webCryptoVerify,
}

async function codeOf(options: Partial<VerifyOptions>): Promise<number> {
  const verdict = await verifyServerCertificate({ ...good, ...options })
  return verdict.ok ? 0 : verdict.error
}

test('a good chain is accepted', async () => {
  const verdict = await verifyServerCertificate(good)
  expect(verdict).toMatchObject({ ok: true, leaf: { der: good.chain[0] } })
})

describe('a chain is refused', () => {
  test.each<[string, Partial<VerifyOptions>, number]>([
    ['without a certificate', { chain: [] }, NetError.ERR_SSL_SERVER_CERT_BAD_FORMAT],
    ['with an empty certificate', { chain: [new Uint8Array()] }, NetError.ERR_SSL_SERVER_CERT_BAD_FORMAT],
    ['with an enormous certificate', { chain: [new Uint8Array(1 << 20)] }, NetError.ERR_SSL_SERVER_CERT_BAD_FORMAT],
    ['without anchors', { anchors: parseTrustAnchors([]) }, NetError.ERR_CERT_AUTHORITY_INVALID],
    ['without a server name', { serverName: '' }, NetError.ERR_CERT_COMMON_NAME_INVALID],
    ['for text that is not a name', { serverName: 'server test' }, NetError.ERR_CERT_COMMON_NAME_INVALID],
    ['without a time', { time: Number.NaN }, NetError.ERR_CERT_DATE_INVALID],
    ['at an infinite time', { time: Infinity }, NetError.ERR_CERT_DATE_INVALID],
    ['before its time', { time: 0 }, NetError.ERR_CERT_DATE_INVALID],
    ['when the check itself breaks', { anchors: undefined as never }, NetError.ERR_CERT_INVALID],
  ])('%s', async (_, options, error) => {
    expect(await codeOf(options)).toBe(error)
  })
})

test('a missing time is reported as such', async () => {
  const verdict = await verifyServerCertificate({ ...good, time: Number.NaN })
  expect(verdict).toMatchObject({ alert: 'internal_error' })
})

describe('dates include both ends, to the second (RFC 5280, 4.1.2.5)', () => {
  const [notBefore, notAfter] = [now, now + 3_600_000]
  const chain = [server(root, { notBefore, notAfter })]

  test.each([
    [notBefore - 1, NetError.ERR_CERT_DATE_INVALID],
    [notBefore, 0],
    [notAfter, 0],
    [notAfter + 999, 0],
    [notAfter + 1000, NetError.ERR_CERT_DATE_INVALID],
  ])('%i', async (time, error) => {
    expect(await codeOf({ chain, time })).toBe(error)
  })
})

test('dates after 2049 are read', async () => {
  const notAfter = Date.UTC(2120, 0, 1)
  const durable = authority('Durable', { notAfter })
  const options = { chain: [server(durable, { notAfter })], anchors: parseTrustAnchors([durable.certificate]) }
  expect(await codeOf({ ...options, time: Date.UTC(2100, 0, 1) })).toBe(0)
  expect(await codeOf({ ...options, time: Date.UTC(2121, 0, 1) })).toBe(NetError.ERR_CERT_DATE_INVALID)
})

describe('trust anchors', () => {
  const other = authority('Other')

  test.each<[string, Parameters<typeof parseTrustAnchors>[0], number]>([
    ['DER', root.certificate, 1],
    ['PEM', pem(root.certificate), 1],
    ['PEM as the bytes of a file', new TextEncoder().encode(pem(root.certificate)), 1],
    [
      'PEM with text around it',
      `Root\r\n${pem(root.certificate).replaceAll('\n', '\r\n')}# Other\n${pem(other.certificate)}`,
      2,
    ],
    ['a list of both', [pem(root.certificate), other.certificate], 2],
    ['the same twice', [pem(root.certificate), root.certificate], 1],
    ['the labels of OpenSSL', pem(root.certificate).replaceAll('CERTIFICATE', 'X509 CERTIFICATE'), 1],
    ['a byte order mark', `\uFEFF${pem(root.certificate)}`, 1],
    ['a byte order mark as bytes', new TextEncoder().encode(`\uFEFF${pem(root.certificate)}`), 1],
    ['headers', pem(root.certificate).replace('-----\n', '-----\nX-Origin: a device\n of ours\n\n'), 1],
  ])('%s', async (_, source, size) => {
    const anchors = parseTrustAnchors(source)
    expect(anchors.size).toBe(size)
    expect(anchors.unreadable).toEqual([])
    expect(await codeOf({ anchors })).toBe(0)
  })

  test("a certificate with OpenSSL's trust settings behind it", async () => {
    const trusted = Buffer.concat([root.certificate, sequence(sequence(oid(Oid.serverAuth)))])
    const text = pem(trusted).replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE')
    expect(await codeOf({ anchors: parseTrustAnchors(text) })).toBe(0)
  })

  const broken = '-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n'
  test.each<[string, string]>([
    ['is not base64', broken],
    ['has no end', '-----BEGIN CERTIFICATE-----\nMIIB\n'],
    ['is not a certificate', pem(Uint8Array.of(1, 2, 3))],
  ])('a block of a bundle that %s is named, and the others are kept', async (_, block) => {
    const anchors = parseTrustAnchors(`${pem(other.certificate)}${block}${pem(root.certificate)}`)
    expect(anchors.size).toBe(2)
    expect(anchors.unreadable).toEqual(['certificate 2 of `ca` cannot be read'])
    expect(await codeOf({ anchors })).toBe(0)
  })

  const utf16 = Uint8Array.from(Buffer.from(`\uFEFF${pem(root.certificate)}`, 'utf16le'))
  test.each<[string, unknown, string]>([
    ['text without PEM', 'no certificate here', '`ca` contains no PEM'],
    ['an empty text', '', '`ca` is empty'],
    ['a path', '/etc/ssl/cert.pem', '`ca` is a path: give the content of the file'],
    ['a file name', 'ca.pem', '`ca` is a path: give the content of the file'],
    ['UTF-16', utf16, '`ca` is not UTF-8, perhaps UTF-16: PEM has to be ASCII or UTF-8'],
    ['UTF-16 taken for Latin-1', Buffer.from(utf16).toString('latin1'), '`ca` is not UTF-8, perhaps UTF-16'],
    ['a number', 5, '`ca` has to be PEM, DER, or a list of them'],
    ['a list with a number', [pem(root.certificate), 5], '`ca[1]` has to be text or bytes'],
    ['a list with a path', [root.certificate, 'ca.pem'], '`ca[1]` is a path'],
    ['bad base64', broken, 'certificate 1 of `ca` cannot be read'],
    [
      'a private key',
      pem(root.certificate).replaceAll('CERTIFICATE', 'PRIVATE KEY'),
      'there is no certificate in `ca`',
    ],
  ])('%s is an error', (_, source, message) => {
    expect(() => parseTrustAnchors(source as string)).toThrow(message)
  })

  test('a certificate that is malformed behind its subject is not trusted', async () => {
    const key = root.key
    const malformed = authority('Root', { key, version: 2 }).certificate
    expect(await codeOf({ anchors: parseTrustAnchors(malformed) })).toBe(NetError.ERR_CERT_AUTHORITY_INVALID)
  })
})

describe('the most serious of several faults is reported (MapCertStatusToNetError)', () => {
  test.each<[readonly Fault[], readonly Fault[], number, string]>([
    [['expired'], [], NetError.ERR_CERT_DATE_INVALID, 'certificate_expired'],
    [['expired'], ['hostName'], NetError.ERR_CERT_COMMON_NAME_INVALID, 'bad_certificate'],
    [['expired', 'unknownAuthority'], ['hostName'], NetError.ERR_CERT_AUTHORITY_INVALID, 'unknown_ca'],
    [['expired', 'purpose'], [], NetError.ERR_CERT_DATE_INVALID, 'certificate_expired'],
    [['expired', 'weakKey'], [], NetError.ERR_CERT_WEAK_KEY, 'bad_certificate'],
    [['purpose'], ['hostName'], NetError.ERR_CERT_INVALID, 'unsupported_certificate'],
    [['malformed'], ['hostName'], NetError.ERR_SSL_SERVER_CERT_BAD_FORMAT, 'bad_certificate'],
    [[], ['hostName'], NetError.ERR_CERT_COMMON_NAME_INVALID, 'bad_certificate'],
    [[], [], NetError.ERR_CERT_INVALID, 'certificate_unknown'],
  ])('%j and %j', (pathFaults, nameFaults, error, alert) => {
    expect(gravest(pathFaults, nameFaults)).toMatchObject({ error, alert })
  })
})
