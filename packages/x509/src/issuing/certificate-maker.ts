/// <reference types="node" preserve="true" />
/**
 * Issues certificates for tests, both valid and faulty, and signs them with node:crypto.
 */
import { constants, createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { Oid } from '../oid.ts'
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  nothing,
  octetString,
  oid,
  sequence,
  set,
  time,
  utf8String,
  type Der,
} from './der-writer.ts'

/** A private key, and its public half as a certificate has it. */
export interface KeyPair {
  readonly privateKey: KeyObject
  readonly spki: Der
  /** The algorithm that the owner signs with by default. */
  readonly algorithm: string
}

const algorithms: Readonly<
  Record<string, { readonly identifier: Der; readonly hash: string | null; readonly padding?: number }>
> = {
  rsa_sha1: { identifier: sequence(oid('1.2.840.113549.1.1.5'), nothing()), hash: 'sha1' },
  rsa_sha256: { identifier: sequence(oid(Oid.sha256WithRsaEncryption), nothing()), hash: 'sha256' },
  rsa_sha256_absent: { identifier: sequence(oid(Oid.sha256WithRsaEncryption)), hash: 'sha256' },
  rsa_sha384: { identifier: sequence(oid(Oid.sha384WithRsaEncryption), nothing()), hash: 'sha384' },
  rsa_sha512: { identifier: sequence(oid(Oid.sha512WithRsaEncryption), nothing()), hash: 'sha512' },
  rsa_pss_sha256: {
    identifier: sequence(
      oid(Oid.rsassaPss),
      sequence(
        explicit(0, sequence(oid(Oid.sha256), nothing())),
        explicit(1, sequence(oid(Oid.mgf1), sequence(oid(Oid.sha256), nothing()))),
        explicit(2, integer(32)),
      ),
    ),
    hash: 'sha256',
    padding: constants.RSA_PKCS1_PSS_PADDING,
  },
  ecdsa_sha1: { identifier: sequence(oid('1.2.840.10045.4.1')), hash: 'sha1' },
  ecdsa_sha256: { identifier: sequence(oid(Oid.ecdsaWithSha256)), hash: 'sha256' },
  ecdsa_sha256_null: { identifier: sequence(oid(Oid.ecdsaWithSha256), nothing()), hash: 'sha256' },
  ecdsa_sha384: { identifier: sequence(oid(Oid.ecdsaWithSha384)), hash: 'sha384' },
  ecdsa_sha512: { identifier: sequence(oid(Oid.ecdsaWithSha512)), hash: 'sha512' },
  ed25519: { identifier: sequence(oid(Oid.ed25519)), hash: null },
}

type Kind =
  | 'p256'
  | 'p384'
  | 'p521'
  | 'rsa768'
  | 'rsa1024'
  | 'rsa2048'
  | 'rsa2052'
  | 'rsa3072'
  | 'rsaExponent3'
  | 'rsaPss'
  | 'ed25519'

const kinds: Readonly<
  Record<Kind, () => readonly [{ readonly privateKey: KeyObject; readonly publicKey: KeyObject }, string]>
> = {
  p256: () => [generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'ecdsa_sha256'],
  p384: () => [generateKeyPairSync('ec', { namedCurve: 'P-384' }), 'ecdsa_sha384'],
  p521: () => [generateKeyPairSync('ec', { namedCurve: 'P-521' }), 'ecdsa_sha512'],
  rsa768: () => [generateKeyPairSync('rsa', { modulusLength: 768 }), 'rsa_sha256'],
  rsa1024: () => [generateKeyPairSync('rsa', { modulusLength: 1024 }), 'rsa_sha256'],
  rsa2048: () => [generateKeyPairSync('rsa', { modulusLength: 2048 }), 'rsa_sha256'],
  rsa2052: () => [generateKeyPairSync('rsa', { modulusLength: 2052 }), 'rsa_sha256'],
  rsa3072: () => [generateKeyPairSync('rsa', { modulusLength: 3072 }), 'rsa_sha256'],
  rsaExponent3: () => [generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }), 'rsa_sha256'],
  rsaPss: () => [generateKeyPairSync('rsa-pss', { modulusLength: 2048 }), 'rsa_pss_sha256'],
  ed25519: () => [generateKeyPairSync('ed25519'), 'ed25519'],
}

/** Makes a key pair: ECDSA on P-256 unless another kind is named. */
export function makeKey(kind: Kind = 'p256'): KeyPair {
  const [{ privateKey, publicKey }, algorithm] = kinds[kind]()
  return { privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }), algorithm }
}

/** The private key in PEM: PKCS#8. */
export function keyPem({ privateKey }: KeyPair): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
}

/** The fields of a certificate. Those that are not given are as they should be. */
export interface CertificateFields {
  readonly subject?: string
  readonly issuer?: string
  /** The subject as DER, if it is not a common name. */
  readonly subjectDer?: Der
  /** The issuer likewise. */
  readonly issuerDer?: Der
  readonly key: KeyPair
  readonly signer: KeyPair
  /** One of `algorithms`. */
  readonly algorithm?: string
  /** The algorithm in the signed part, if it is not the same. */
  readonly innerAlgorithm?: string
  readonly version?: 1 | 2 | 3
  readonly serial?: number
  /** The INTEGER itself, in its place. */
  readonly serialDer?: Der
  readonly notBefore?: number
  readonly notAfter?: number
  /** In the place of both. */
  readonly validity?: Der
  /** None if empty. */
  readonly extensions?: readonly Der[]
}

/** A day, in milliseconds. */
export const day = 86_400_000
/** The current second. Certificates are valid then, unless their fields say otherwise. */
export const now: number = Math.floor(Date.now() / 1000) * 1000

let serials = 1

/** Makes and signs a certificate. Gives its DER. */
export function issue(fields: CertificateFields): Der {
  const { key, signer, subject = '', issuer = '', version = 3, extensions = [] } = fields
  const { notBefore = now - 30 * day, notAfter = now + 300 * day } = fields
  const algorithm = algorithms[fields.algorithm ?? signer.algorithm]
  const inner = algorithms[fields.innerAlgorithm ?? fields.algorithm ?? signer.algorithm]
  if (algorithm === undefined || inner === undefined) throw new Error('an unknown algorithm')
  const tbs = sequence(
    ...(version === 1 ? [] : [explicit(0, integer(version - 1))]),
    fields.serialDer ?? integer(fields.serial ?? (serials += 1)),
    inner.identifier,
    fields.issuerDer ?? name(issuer),
    fields.validity ?? sequence(time(notBefore), time(notAfter)),
    fields.subjectDer ?? name(subject),
    key.spki,
    ...(extensions.length === 0 ? [] : [explicit(3, sequence(...extensions))]),
  )
  const { padding, hash } = algorithm
  const signingKey = {
    key: signer.privateKey,
    ...(padding && { padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }),
  }
  return sequence(tbs, algorithm.identifier, bitString(sign(hash, tbs, signingKey)))
}

/** A name with that common name, or none. */
export function name(commonName: string): Der {
  return commonName === '' ? sequence() : sequence(set(sequence(oid(Oid.commonName), utf8String(commonName))))
}

/** An extension of any type. */
export function extension(type: string, value: Der, critical = false): Der {
  return sequence(oid(type), ...(critical ? [boolean(true)] : []), octetString(value))
}

/** Says whether a certificate is that of an authority, and how many authorities may follow below it. */
export function basicConstraints(isCa: boolean, pathLength?: number): Der {
  const length = pathLength === undefined ? [] : [integer(pathLength)]
  return extension(Oid.basicConstraints, sequence(...(isCa ? [boolean(true)] : []), ...length), true)
}

/** Bit numbers of RFC 5280, section 4.2.1.3: digitalSignature 0, keyCertSign 5. */
export function keyUsage(...bits: readonly number[]): Der {
  const octet = bits.reduce((value, bit) => value | (0x80 >> bit), 0)
  return extension(Oid.keyUsage, bitString(Uint8Array.of(octet), 7 - Math.max(...bits)), true)
}

/** Says what for a certificate is: object identifiers of purposes. */
export function extendedKeyUsage(...purposes: readonly string[]): Der {
  return extension(Oid.extendedKeyUsage, sequence(...purposes.map(oid)))
}

/** A dNSName, for `alternativeNames` and `nameConstraints`. */
export const dnsName = (text: string): Der => implicit(2, text)
/** An iPAddress, of four or sixteen octets. */
export const ipAddress = (...octets: readonly number[]): Der => implicit(7, Uint8Array.from(octets))
/** An rfc822Name. */
export const email = (text: string): Der => implicit(1, text)
/** A directoryName with that common name. */
export const directoryName = (commonName: string): Der => explicit(4, name(commonName))

/** The names that a certificate is for: a subjectAltName extension. */
export function alternativeNames(...names: readonly Der[]): Der {
  return extension(Oid.subjectAltName, sequence(...names))
}

/** Limits the names for which an authority may vouch. */
export function nameConstraints(permitted: readonly Der[], excluded: readonly Der[] = [], critical = true): Der {
  const value = sequence(
    ...(permitted.length === 0 ? [] : [explicit(0, ...permitted.map((base) => sequence(base)))]),
    ...(excluded.length === 0 ? [] : [explicit(1, ...excluded.map((base) => sequence(base)))]),
  )
  return extension(Oid.nameConstraints, value, critical)
}

function keyIdentifierOf({ spki }: KeyPair): Buffer {
  return createHash('sha1').update(spki).digest()
}

/** Names a certificate's own key. */
export function subjectKeyIdentifier(key: KeyPair): Der {
  return extension(Oid.subjectKeyIdentifier, octetString(keyIdentifierOf(key)))
}

/** Names the key that signed a certificate. */
export function authorityKeyIdentifier(key: KeyPair): Der {
  return extension(Oid.authorityKeyIdentifier, sequence(implicit(0, keyIdentifierOf(key))))
}

/** The private use arc of an example enterprise: an extension that nobody knows. */
export function unknownExtension(critical: boolean): Der {
  return extension('1.3.6.1.4.1.32473.1', nothing(), critical)
}

/** A certificate authority: its name, its key and its own certificate. */
export interface Authority {
  readonly subject: string
  readonly key: KeyPair
  readonly certificate: Der
}

type AuthorityFields = Partial<CertificateFields> & { readonly parent?: Authority; readonly more?: readonly Der[] }

/** An authority as it should be, but for `fields`; a root unless it has a parent. */
export function authority(subject: string, fields: AuthorityFields = {}): Authority {
  const { parent, more = [] } = fields
  const key = fields.key ?? makeKey()
  const certificate = issue({
    subject,
    issuer: parent?.subject ?? subject,
    signer: parent?.key ?? key,
    extensions: [
      basicConstraints(true),
      keyUsage(5, 6),
      subjectKeyIdentifier(key),
      ...(parent === undefined ? [] : [authorityKeyIdentifier(parent.key)]),
      ...more,
    ],
    ...fields,
    key,
  })
  return { subject, key, certificate }
}

/** A server's certificate as it should be, but for `fields`. */
export function server(
  parent: Authority,
  fields: Partial<CertificateFields> & { readonly more?: readonly Der[] } = {},
): Der {
  const key = fields.key ?? serverKey()
  return issue({
    subject: 'server',
    issuer: parent.subject,
    signer: parent.key,
    extensions: [
      alternativeNames(dnsName('server.test'), dnsName('localhost')),
      keyUsage(0),
      extendedKeyUsage(Oid.serverAuth),
      authorityKeyIdentifier(parent.key),
      ...(fields.more ?? []),
    ],
    ...fields,
    key,
  })
}

let sharedServerKey: KeyPair | undefined

/** Whose key it is matters to no test. */
export function serverKey(): KeyPair {
  return (sharedServerKey ??= makeKey())
}
