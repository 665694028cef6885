/**
 * Parses SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7) and decides which keys are strong enough.
 * RSA keys follow RFC 3279, section 2.3.1; elliptic curves follow RFC 5480, named curves only; Ed25519 follows RFC
 * 8410.
 */
import { DerError, Tag, enterOnly } from './der.ts'
import { oidKey, parseOctetBitString, parseUnsigned } from './der-values.ts'
import { Oid } from './oid.ts'

/** A curve of ECDSA. */
export type EllipticCurve = 'p256' | 'p384' | 'p521'

/** A public key, by its kind and strength. */
export type PublicKey =
  /** Magnitudes, big-endian, without leading zeros. */
  | { readonly kind: 'rsa'; readonly modulus: Uint8Array; readonly exponent: Uint8Array; readonly bits: number }
  | { readonly kind: 'ec'; readonly curve: EllipticCurve }
  | { readonly kind: 'ed25519' }

/**
 * The minimum size of an RSA key under public authorities, and in the `strict` profile: that of the Baseline
 * Requirements (section 6.1.5) and of NIST SP 800-131A.
 */
export const minRsaBits = 2048
/**
 * The minimum size of an RSA key under an authority that the user has added, as in Chromium
 * (net/cert/cert_verify_proc.cc).
 */
export const minRsaBitsOfPrivate = 1024

/** The maximum size of an RSA key, as in BoringSSL. A larger modulus would only make the check slow. */
const maxRsaBits = 8192

/** The minimum size of a modulus that is an RSA key at all, as in BoringSSL. */
const minParsedRsaBits = 512

/** The maximum size of an RSA exponent, as in BoringSSL. */
const maxExponentBits = 33

const curves: Readonly<Record<string, { readonly curve: EllipticCurve; readonly pointOctets: number }>> = {
  [Oid.secp256r1]: { curve: 'p256', pointOctets: 65 },
  [Oid.secp384r1]: { curve: 'p384', pointOctets: 97 },
  [Oid.secp521r1]: { curve: 'p521', pointOctets: 133 },
}

/**
 * Parses a SubjectPublicKeyInfo. Returns undefined for an unsupported kind of key or curve.
 * @param spki a whole SubjectPublicKeyInfo in DER
 * @throws DerError: the key is malformed.
 * @example
 * import { parsePublicKey, readPublicKey } from '@chrome-socket/x509'
 *
 * export const kindOf = (certificate: Uint8Array) => parsePublicKey(readPublicKey(certificate))?.kind ?? 'unsupported'
 */
export function parsePublicKey(spki: Uint8Array): PublicKey | undefined {
  const sequence = enterOnly(spki, Tag.sequence)
  const algorithm = sequence.enter(Tag.sequence)
  const kind = oidKey(algorithm.read(Tag.oid))
  const parameters = algorithm.more ? algorithm.element() : undefined
  algorithm.end()
  const key = parseOctetBitString(sequence.read(Tag.bitString))
  sequence.end()
  switch (kind) {
    case Oid.rsaEncryption:
      if (parameters?.tag !== Tag.null || parameters.content.length > 0) throw new DerError('RSA wants NULL parameters')
      return parseRsaPublicKey(key)
    case Oid.ecPublicKey: {
      // Explicit curve parameters are a SEQUENCE; RFC 5480 allows only the name.
      const named = parameters?.tag === Tag.oid ? curves[oidKey(parameters.content)] : undefined
      if (named === undefined) return undefined
      if (key.length !== named.pointOctets || key[0] !== 0x04) throw new DerError('not an uncompressed point')
      return { kind: 'ec', curve: named.curve }
    }
    case Oid.ed25519:
      if (parameters !== undefined || key.length !== 32) throw new DerError('not an Ed25519 key')
      return { kind: 'ed25519' }
    default:
      return undefined
  }
}

function parseRsaPublicKey(der: Uint8Array): PublicKey {
  const sequence = enterOnly(der, Tag.sequence)
  const modulus = parseUnsigned(sequence.read(Tag.integer))
  const exponent = parseUnsigned(sequence.read(Tag.integer))
  sequence.end()
  const bits = bitLength(modulus)
  const exponentBits = bitLength(exponent)
  const isExponent = isOdd(exponent) && exponentBits >= 2 && exponentBits <= maxExponentBits
  if (bits < minParsedRsaBits || !isOdd(modulus) || !isExponent) {
    throw new DerError('not an RSA key')
  }
  return { kind: 'rsa', modulus, exponent, bits }
}

export function isStrongEnough(key: PublicKey, minBits: number = minRsaBits): boolean {
  return key.kind !== 'rsa' || (key.bits >= minBits && key.bits <= maxRsaBits)
}

/** Whether the key is too large to check a signature with. */
export function isTooLarge(key: PublicKey): boolean {
  return key.kind === 'rsa' && key.bits > maxRsaBits
}

function bitLength(magnitude: Uint8Array): number {
  const [first] = magnitude
  return first === undefined ? 0 : magnitude.length * 8 - (Math.clz32(first) - 24)
}

function isOdd(magnitude: Uint8Array): boolean {
  return ((magnitude.at(-1) ?? 0) & 1) === 1
}
