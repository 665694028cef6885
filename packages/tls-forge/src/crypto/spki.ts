/**
 * Reads the kind of key in a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7; RFC 3279, RFC 5480, RFC 8410).
 */
import { Map } from '../bytes/globals.ts'
import { Tag, enterOnly, parseUnsigned } from '@chrome-socket/x509'
import { toHex } from '../bytes/bytes.ts'

export type KeyKind = 'rsa' | 'p256' | 'p384' | 'p521' | 'ed25519'

/** The kinds of key by their whole AlgorithmIdentifier, in hex. */
const kindByAlgorithm: ReadonlyMap<string, KeyKind> = new Map([
  ['300d06092a864886f70d0101010500', 'rsa'],
  ['301306072a8648ce3d020106082a8648ce3d030107', 'p256'],
  ['301006072a8648ce3d020106052b81040022', 'p384'],
  ['301006072a8648ce3d020106052b81040023', 'p521'],
  ['300506032b6570', 'ed25519'],
])

export interface PublicKey {
  readonly kind: KeyKind
  /** The content of the BIT STRING: an RSAPublicKey, an uncompressed point, or 32 bytes. */
  readonly key: Uint8Array
}

/**
 * Parses a SubjectPublicKeyInfo. Returns undefined for other kinds of key and for an RSA key that is too long. Throws
 * DerError.
 */
export function publicKeyOf(spki: Uint8Array): PublicKey | undefined {
  const fields = enterOnly(spki, Tag.sequence)
  const kind = kindOfAlgorithm(fields.expect(Tag.sequence).whole)
  if (kind === undefined) return undefined
  const key = fields.read(Tag.bitString).subarray(1)
  return kind === 'rsa' && rsaPublicNumbers(key).modulus.length > maxModulusBytes ? undefined : { kind, key }
}

/** BoringSSL's limit (crypto/fipsmodule/rsa/rsa_impl.cc). A longer key would only make operations slow. */
const maxModulusBytes = 8192 / 8

/** Returns the kind of key for a whole AlgorithmIdentifier. */
export function kindOfAlgorithm(algorithm: Uint8Array): KeyKind | undefined {
  return kindByAlgorithm.get(toHex(algorithm))
}

/** Returns the modulus and the exponent of an RSAPublicKey, without leading zeros (RFC 8017, appendix A.1.1). */
export function rsaPublicNumbers(key: Uint8Array): { modulus: Uint8Array; exponent: Uint8Array } {
  const fields = enterOnly(key, Tag.sequence)
  return { modulus: parseUnsigned(fields.read(Tag.integer)), exponent: parseUnsigned(fields.read(Tag.integer)) }
}
