/**
 * Tests algorithm identifiers (RFC 4055, RFC 5758, RFC 8410) as far as certificates use them.
 */
import { describe, expect, test } from 'vitest'
import { DerError } from '../src/der.ts'
import { Oid } from '../src/oid.ts'
import { parsePublicKey, isStrongEnough } from '../src/public-key.ts'
import { parseSignatureAlgorithm } from '../src/signature-algorithm.ts'
import {
  makeKey,
  bitString,
  explicit,
  integer,
  nothing,
  octetString,
  oid,
  sequence,
  type Der,
} from '../src/issuing/index.ts'

interface Pss {
  readonly hash?: Der
  readonly mask?: Der
  readonly salt?: number
  readonly trailer?: number
}

const hashOf = (type: string, ...parameters: readonly Der[]): Der => sequence(oid(type), ...parameters)
const mgf1 = (hash: Der): Der => sequence(oid(Oid.mgf1), hash)
const sha256 = hashOf(Oid.sha256, nothing())

function pss({ hash, mask, salt, trailer }: Pss): Der {
  return sequence(
    oid(Oid.rsassaPss),
    sequence(
      ...(hash === undefined ? [] : [explicit(0, hash)]),
      ...(mask === undefined ? [] : [explicit(1, mask)]),
      ...(salt === undefined ? [] : [explicit(2, integer(salt))]),
      ...(trailer === undefined ? [] : [explicit(3, integer(trailer))]),
    ),
  )
}

describe('an algorithm is accepted:', () => {
  test.each([
    ['RSA with NULL', sequence(oid(Oid.sha256WithRsaEncryption), nothing()), 'rsa_pkcs1_sha256'],
    ['RSA without parameters', sequence(oid(Oid.sha512WithRsaEncryption)), 'rsa_pkcs1_sha512'],
    ['ECDSA', sequence(oid(Oid.ecdsaWithSha384)), 'ecdsa_sha384'],
    ['Ed25519', sequence(oid(Oid.ed25519)), 'ed25519'],
    ['PSS', pss({ hash: sha256, mask: mgf1(sha256), salt: 32 }), 'rsa_pss_sha256'],
    [
      'PSS with hashes without parameters',
      pss({ hash: hashOf(Oid.sha512), mask: mgf1(hashOf(Oid.sha512)), salt: 64 }),
      'rsa_pss_sha512',
    ],
  ])('%s', (_, der, name) => {
    expect(parseSignatureAlgorithm(der)).toBe(name)
  })
})

describe('an algorithm is not accepted:', () => {
  test.each([
    ['MD5 with RSA', sequence(oid('1.2.840.113549.1.1.4'), nothing())],
    ['SHA-1 with RSA', sequence(oid('1.2.840.113549.1.1.5'), nothing())],
    ['SHA-1 with ECDSA', sequence(oid('1.2.840.10045.4.1'))],
    ['DSA', sequence(oid('2.16.840.1.101.3.4.3.2'))],
    ['Ed448', sequence(oid('1.3.101.113'))],
    ['RSA with other parameters', sequence(oid(Oid.sha256WithRsaEncryption), integer(1))],
    ['RSA with a NULL that has content', sequence(oid(Oid.sha256WithRsaEncryption), Uint8Array.of(5, 1, 0))],
    ['ECDSA with NULL', sequence(oid(Oid.ecdsaWithSha256), nothing())],
    ['Ed25519 with NULL', sequence(oid(Oid.ed25519), nothing())],
    ['PSS without parameters', sequence(oid(Oid.rsassaPss))],
    ['PSS with NULL', sequence(oid(Oid.rsassaPss), nothing())],
    ['PSS with defaults, which are SHA-1', pss({})],
    ['PSS without a mask', pss({ hash: sha256, salt: 32 })],
    ['PSS without a salt length', pss({ hash: sha256, mask: mgf1(sha256) })],
    ['PSS with two hashes', pss({ hash: sha256, mask: mgf1(hashOf(Oid.sha384, nothing())), salt: 32 })],
    ['PSS with a salt of the wrong length', pss({ hash: sha256, mask: mgf1(sha256), salt: 20 })],
    ['PSS with an explicit trailer, the default', pss({ hash: sha256, mask: mgf1(sha256), salt: 32, trailer: 1 })],
    ['PSS with another mask function', pss({ hash: sha256, mask: sequence(oid(Oid.sha256), sha256), salt: 32 })],
    ['nothing', new Uint8Array()],
    ['no object identifier', sequence(nothing())],
    ['something after', sequence(oid(Oid.ed25519), nothing(), nothing())],
  ])('%s', (_, der) => {
    expect(parseSignatureAlgorithm(der)).toBeUndefined()
  })
})

function rsa(modulus: bigint, exponent = 65537n, ...parameters: readonly Der[]): Der {
  return sequence(
    sequence(oid(Oid.rsaEncryption), ...(parameters.length > 0 ? parameters : [nothing()])),
    bitString(sequence(integer(modulus), integer(exponent))),
  )
}

/** Returns the smallest odd number with this many bits. */
function odd(bits: number): bigint {
  return (1n << BigInt(bits - 1)) | 1n
}

describe('keys', () => {
  test.each(['p256', 'p384', 'p521', 'rsa2048', 'ed25519'] as const)('%s is supported, and strong enough', (kind) => {
    const key = parsePublicKey(makeKey(kind).spki)
    expect(key !== undefined && isStrongEnough(key)).toBe(true)
  })

  test.each([
    [1024, false],
    [2047, false],
    [2048, true],
    [8192, true],
    [8193, false],
  ])('RSA of %i bits is strong: %s', (bits, expected) => {
    const key = parsePublicKey(rsa(odd(bits)))
    expect(key).toMatchObject({ kind: 'rsa', bits })
    expect(key && isStrongEnough(key)).toBe(expected)
  })

  test.each([
    ['an even modulus', rsa(odd(2048) - 1n)],
    ['a modulus of 0', rsa(0n)],
    ['an exponent of 1', rsa(odd(2048), 1n)],
    ['an even exponent', rsa(odd(2048), 65536n)],
    ['an enormous exponent', rsa(odd(2048), odd(2000))],
    ['parameters that are not NULL', rsa(odd(2048), 65537n, integer(0))],
    [
      'a compressed point',
      sequence(sequence(oid(Oid.ecPublicKey), oid(Oid.secp256r1)), bitString(Uint8Array.of(2, ...new Uint8Array(32)))),
    ],
    [
      'a point of another length',
      sequence(sequence(oid(Oid.ecPublicKey), oid(Oid.secp256r1)), bitString(Uint8Array.of(4, ...new Uint8Array(63)))),
    ],
    [
      'the point at infinity',
      sequence(sequence(oid(Oid.ecPublicKey), oid(Oid.secp256r1)), bitString(Uint8Array.of(0))),
    ],
    ['Ed25519 with parameters', sequence(sequence(oid(Oid.ed25519), nothing()), bitString(new Uint8Array(32)))],
    ['Ed25519 of another length', sequence(sequence(oid(Oid.ed25519)), bitString(new Uint8Array(31)))],
  ])('%s is an error', (_, spki) => {
    expect(() => parsePublicKey(spki)).toThrow(DerError)
  })

  test.each([
    ['DSA', sequence(sequence(oid('1.2.840.10040.4.1')), bitString(octetString()))],
    ['secp256k1', sequence(sequence(oid(Oid.ecPublicKey), oid('1.3.132.0.10')), bitString(new Uint8Array(65)))],
    [
      'explicit curve parameters',
      sequence(sequence(oid(Oid.ecPublicKey), sequence(integer(1))), bitString(new Uint8Array(65))),
    ],
    ['an RSA key for PSS alone', sequence(sequence(oid(Oid.rsassaPss)), bitString(octetString()))],
  ])('%s is not supported', (_, spki) => {
    expect(parsePublicKey(spki)).toBeUndefined()
  })
})
