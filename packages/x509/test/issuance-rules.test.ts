/**
 * Breaks each rule of the strict profile once, by a chain that Chromium and the default profile accept.
 */
import { describe, expect, test } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import { issuanceRules } from '../src/issuance-rules.ts'
import { Oid } from '../src/oid.ts'
import { parseTrustAnchors, verifyServerCertificate, type CertificateProfile, type Verdict } from '../src/index.ts'
import {
  alternativeNames,
  authority,
  authorityKeyIdentifier,
  basicConstraints,
  dnsName,
  extendedKeyUsage,
  extension,
  keyUsage,
  makeKey,
  nameConstraints,
  now,
  server,
  subjectKeyIdentifier,
  type CertificateFields,
  boolean,
  implicit,
  oid,
  sequence,
  type Der,
} from '../src/issuing/index.ts'
import { webCryptoVerify } from './web-crypto-verify.ts'

const localhost = alternativeNames(dnsName('localhost'))

interface Chain {
  readonly root?: Parameters<typeof authority>[1]
  readonly rootName?: string
  readonly leaf?: Partial<CertificateFields>
  /** The extensions by their role. `undefined` leaves an extension out. */
  readonly leafExtensions?: Readonly<Record<string, Der | undefined>>
}

/** Verifies a root and a leaf that keep every rule, except for the given changes. */
function verify(
  { root, rootName = 'Rules', leaf, leafExtensions }: Chain,
  profile: CertificateProfile,
): Promise<Verdict> {
  const anchor = authority(rootName, root)
  const extensions: Readonly<Record<string, Der | undefined>> = {
    names: localhost,
    usage: keyUsage(0),
    purposes: extendedKeyUsage(Oid.serverAuth),
    issuer: authorityKeyIdentifier(anchor.key),
    ...leafExtensions,
  }
  const certificate = server(anchor, {
    subject: 'localhost',
    extensions: Object.values(extensions).filter((value) => value !== undefined),
    ...leaf,
  })
  return verifyServerCertificate({
    chain: [certificate],
    serverName: 'localhost',
    anchors: parseTrustAnchors(anchor.certificate),
    time: now,
    verifySignature: webCryptoVerify,
    profile,
  })
}

const key = makeKey()

/** The chains by the rule that each breaks. */
const breaches: Readonly<Record<string, Chain>> = {
  'version 3': { root: { version: 1, extensions: [] } },
  'an issuer': { rootName: '' },
  'an RSA modulus of whole octets': { leaf: { key: makeKey('rsa2052') } },
  'a key identifier of the issuer, unless it is self-issued': { leafExtensions: { issuer: undefined } },
  'name constraints that are critical': { root: { more: [nameConstraints([dnsName('localhost')], [], false)] } },
  'policy constraints that are critical': {
    root: { more: [extension(Oid.policyConstraints, sequence(implicit(1, Uint8Array.of(0))))] },
  },
  'a serial number of 1 to 20 octets, positive': { leaf: { serial: 0 } },
  'an authority with basic constraints that are critical': {
    root: {
      key,
      extensions: [extension(Oid.basicConstraints, sequence(boolean(true))), keyUsage(5), subjectKeyIdentifier(key)],
    },
  },
  'an authority with a key identifier': { root: { extensions: [basicConstraints(true), keyUsage(5)] } },
  'name constraints without a leading dot': {
    root: { more: [nameConstraints([dnsName('localhost'), dnsName('.example.test')])] },
  },
  'a root without an extended key usage': { root: { more: [extendedKeyUsage(Oid.serverAuth)] } },
  'a root whose authority key identifier, if there, is its own key identifier alone': {
    root: { more: [authorityKeyIdentifier(key)] },
  },
  'a server certificate that is no authority': { leafExtensions: { constraints: basicConstraints(true) } },
  'a server certificate that may not sign others': { leafExtensions: { usage: keyUsage(0, 5) } },
  'a server certificate without name constraints': {
    leafExtensions: { constraints: nameConstraints([dnsName('localhost')]) },
  },
  'a server certificate with an extended key usage that is not critical': { leafExtensions: { purposes: undefined } },
  'a server certificate that is not for any purpose': {
    leafExtensions: { purposes: extendedKeyUsage(Oid.serverAuth, Oid.anyExtendedKeyUsage) },
  },
  'alternative names that are critical if and only if there is no subject': {
    leafExtensions: { names: extension(Oid.subjectAltName, sequence(dnsName('localhost')), true) },
  },
  'DNS names of letters, digits and hyphens between them, a wildcard as the whole first label': {
    leafExtensions: { names: alternativeNames(dnsName('localhost'), dnsName('foo_bar.test')) },
  },
  'common names that are copies of alternative names': { leaf: { subject: 'Printer' } },
}

test('the chains break every rule', () => {
  expect(Object.keys(breaches)).toEqual(issuanceRules.map(({ rule }) => rule))
})

test('a chain that keeps every rule is accepted', async () => {
  expect(await verify({}, 'strict')).toMatchObject({ ok: true })
})

describe('the strict profile requires', () => {
  test.each(Object.entries(breaches))('%s', async (rule, chain) => {
    expect(await verify(chain, 'chromium')).toMatchObject({ ok: true })
    expect(await verify(chain, 'strict')).toMatchObject({
      ok: false,
      error: NetError.ERR_CERT_INVALID,
      alert: 'bad_certificate',
      reason: expect.stringContaining(rule) as string,
    })
  })

  test.each<[string, Chain]>([
    [
      'a critical extended key usage',
      { leafExtensions: { purposes: extension(Oid.extendedKeyUsage, sequence(oid(Oid.serverAuth)), true) } },
    ],
    [
      'a label that ends with a hyphen',
      { leafExtensions: { names: alternativeNames(dnsName('localhost'), dnsName('foo-.test')) } },
    ],
    ['a negative serial number', { leaf: { serialDer: Uint8Array.of(2, 1, 0x80) } }],
    ['a serial number of 21 octets', { leaf: { serialDer: Uint8Array.of(2, 21, 1, ...Array<number>(20).fill(0)) } }],
    ['a serial number with padding', { leaf: { serialDer: Uint8Array.of(2, 2, 0, 1) } }],
  ])('and not %s', async (_, chain) => {
    expect(await verify(chain, 'chromium')).toMatchObject({ ok: true })
    expect(await verify(chain, 'strict')).toMatchObject({ ok: false })
  })
})
