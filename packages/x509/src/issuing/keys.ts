/// <reference types="node" preserve="true" />
/**
 * Keys for certificates that are made for tests, and the algorithms with which they sign.
 */
import { constants, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { Oid } from '../oid.ts'
import { explicit, integer, nothing, oid, sequence, type Der } from './der-writer.ts'

/** A key pair. */
export interface KeyPair {
  /** The key object of `node:crypto`. */
  readonly privateKey: KeyObject
  /** The SubjectPublicKeyInfo, in DER. */
  readonly spki: Der
  /** The signature algorithm that the key uses by default. */
  readonly algorithm: string
}

export const signatureAlgorithms: Readonly<
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
  /** A signature of ECDSA that claims to be one of Ed25519. */
  ecdsa_as_ed25519: { identifier: sequence(oid(Oid.ed25519)), hash: 'sha256' },
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

/**
 * Makes a key pair for a certificate.
 * @param kind `p256`, `p384`, `p521` (ECDSA), `rsa2048` and other lengths, `rsaPss` or `ed25519`; the default is `p256`
 * @errors Cannot fail. RSA takes up to a second.
 * @example
 * import { authority, makeKey } from '@chrome-socket/x509/issuing'
 *
 * const root = authority('Test root', { key: makeKey('rsa2048') })
 */
export function makeKey(kind: Kind = 'p256'): KeyPair {
  const [{ privateKey, publicKey }, algorithm] = kinds[kind]()
  return { privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }), algorithm }
}

/**
 * Returns the private key of a pair in PEM (PKCS#8).
 * @param key the pair
 * @errors Cannot fail.
 * @example
 * import { createSecureContext } from 'node:tls'
 * import { authority, keyPem, pem, server, serverKey } from '@chrome-socket/x509/issuing'
 *
 * const cert = pem(server(authority('Test root')))
 * const context = createSecureContext({ cert, key: keyPem(serverKey()) })
 */
export function keyPem({ privateKey }: KeyPair): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
}

let sharedServerKey: KeyPair | undefined

/**
 * Returns the default key of `server`. The process makes it once, because most tests do not care which key a server
 * has.
 * @errors Cannot fail.
 * @example
 * import { keyPem, serverKey } from '@chrome-socket/x509/issuing'
 *
 * console.log(keyPem(serverKey()))
 */
export function serverKey(): KeyPair {
  return (sharedServerKey ??= makeKey())
}
