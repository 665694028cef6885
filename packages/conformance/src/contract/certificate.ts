/**
 * Certificates for tests, right ones and wrong ones: X.509 v3 in DER (RFC 5280 section 4.1, ITU-T X.690),
 * made anew for each run, so that none of them ever runs out and no key is kept.
 */
import crypto, { type KeyObject } from 'node:crypto'

export interface Identity {
  /** In DER. */
  readonly certificate: Uint8Array
  readonly key: KeyObject
  readonly subject: string
}

export interface CertificateRequest {
  readonly subject: string
  readonly key: KeyObject
  /** Absent: signs itself. */
  readonly issuer?: Identity
  readonly isAuthority?: boolean
  /** DNS names and IPv4 literals. */
  readonly names?: readonly string[]
  /** Object identifiers of extended key usages. */
  readonly usages?: readonly string[]
  /** In days from now. */
  readonly validFrom?: number
  readonly validTo?: number
  readonly digest?: 'sha1' | 'sha256'
  /** An extension that nobody knows, marked critical. */
  readonly unknownCritical?: boolean
}

export const serverAuth = '1.3.6.1.5.5.7.3.1'
export const clientAuth = '1.3.6.1.5.5.7.3.2'
export const anyUsage = '2.5.29.37.0'

function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Uint8Array.of(tag, ...size), content])
}

const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(0x30, ...parts)
const integer = (...bytes: readonly number[]): Uint8Array => der(0x02, Uint8Array.from(bytes))
const octets = (content: Uint8Array): Uint8Array => der(0x04, content)
const bits = (content: Uint8Array, unused = 0): Uint8Array => der(0x03, Uint8Array.of(unused), content)
const text = (tag: number, content: string): Uint8Array => der(tag, Buffer.from(content))
const yes: Uint8Array = der(0x01, Uint8Array.of(0xff))

function identifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const septets = [arc & 0x7f]
    for (let left = arc >>> 7; left > 0; left >>>= 7) septets.unshift((left & 0x7f) | 0x80)
    bytes.push(...septets)
  }
  return der(0x06, Uint8Array.from(bytes))
}

/** GeneralizedTime from 2050 on, UTCTime before (RFC 5280 section 4.1.2.5). */
function time(days: number): Uint8Array {
  const iso = new Date(Date.now() + days * 86_400_000).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return Number(iso.slice(0, 4)) < 2050 ? text(0x17, iso.slice(2)) : text(0x18, iso)
}

const name = (commonName: string): Uint8Array =>
  sequence(der(0x31, sequence(identifier('2.5.4.3'), text(0x0c, commonName))))

function signatureAlgorithm(key: KeyObject, digest: 'sha1' | 'sha256'): Uint8Array {
  if (key.asymmetricKeyType === 'ec') return sequence(identifier('1.2.840.10045.4.3.2'))
  return sequence(identifier(digest === 'sha1' ? '1.2.840.113549.1.1.5' : '1.2.840.113549.1.1.11'), der(0x05))
}

function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
  return sequence(identifier(id), ...(critical ? [yes] : []), octets(value))
}

function alternativeName(each: string): Uint8Array {
  const isAddress = /^\d+(\.\d+){3}$/.test(each)
  return isAddress ? der(0x87, Uint8Array.from(each.split('.').map(Number))) : text(0x82, each)
}

const keyDigest = (key: KeyObject): Uint8Array => crypto.createHash('sha1').update(publicKey(key)).digest()
const publicKey = (key: KeyObject): Uint8Array => crypto.createPublicKey(key).export({ type: 'spki', format: 'der' })

function extensions(request: CertificateRequest): Uint8Array[] {
  const { isAuthority = false, names, usages, unknownCritical, key, issuer } = request
  const all = [
    extension('2.5.29.19', true, isAuthority ? sequence(yes) : sequence()),
    // keyCertSign and cRLSign, or digitalSignature and keyEncipherment.
    extension('2.5.29.15', true, isAuthority ? bits(Uint8Array.of(0x06), 1) : bits(Uint8Array.of(0xa0), 5)),
    extension('2.5.29.14', false, octets(keyDigest(key))),
    extension('2.5.29.35', false, sequence(der(0x80, keyDigest(issuer?.key ?? key)))),
  ]
  if (names !== undefined) all.push(extension('2.5.29.17', false, sequence(...names.map(alternativeName))))
  if (usages !== undefined) all.push(extension('2.5.29.37', false, sequence(...usages.map(identifier))))
  if (unknownCritical) all.push(extension('1.3.6.1.4.1.32473.1', true, der(0x05)))
  return all
}

export function issue(request: CertificateRequest): Identity {
  const { subject, key, issuer, validFrom = -2, validTo = 90, digest = 'sha256' } = request
  const signer = issuer?.key ?? key
  const algorithm = signatureAlgorithm(signer, digest)
  const toSign = sequence(
    der(0xa0, integer(2)),
    integer(1, ...crypto.randomBytes(8)),
    algorithm,
    name(issuer?.subject ?? subject),
    sequence(time(validFrom), time(validTo)),
    name(subject),
    publicKey(key),
    der(0xa3, sequence(...extensions(request))),
  )
  return { certificate: sequence(toSign, algorithm, bits(crypto.sign(digest, toSign, signer))), key, subject }
}

export function newKey(type: 'ec' | 'rsa'): KeyObject {
  const pair =
    type === 'ec'
      ? crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : crypto.generateKeyPairSync('rsa', { modulusLength: 2048 })
  return pair.privateKey
}

export function toPem(...identities: readonly Identity[]): string {
  return identities
    .map(({ certificate }) => {
      const lines = Buffer.from(certificate)
        .toString('base64')
        .replaceAll(/.{64}(?=.)/g, '$&\n')
      return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
    })
    .join('')
}
