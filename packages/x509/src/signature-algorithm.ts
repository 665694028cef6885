/**
 * The signature algorithms that a certificate may be signed with, by name.
 *
 * The names are those of TLS's signature schemes (RFC 8446, section 4.2.3), but without an elliptic curve. In X.509
 * the hash of an ECDSA signature is independent of the curve (RFC 5758, section 3.2), which is the curve of the
 * signer's SubjectPublicKeyInfo.
 */
import { DerError, Tag, contextConstructedTag, enterOnly, type DerElement, type DerReader } from './der.ts'
import { oidKey, parseSmallUnsigned } from './der-values.ts'
import { Oid } from './oid.ts'
import type { PublicKey } from './public-key.ts'

/** A signature algorithm, and the hash and the padding that it uses. */
export type SignatureAlgorithm =
  | 'rsa_pkcs1_sha256'
  | 'rsa_pkcs1_sha384'
  | 'rsa_pkcs1_sha512'
  /** PSS with MGF1 of the same hash and a salt as long as the hash; the key is a plain rsaEncryption key. */
  | 'rsa_pss_sha256'
  | 'rsa_pss_sha384'
  | 'rsa_pss_sha512'
  /** The signature is a DER `ECDSA-Sig-Value`, as in TLS. */
  | 'ecdsa_sha256'
  | 'ecdsa_sha384'
  | 'ecdsa_sha512'
  | 'ed25519'

/**
 * Checks one signature: is `signature` over `data` by the key in `spki`? May be asynchronous (WebCrypto).
 * `spki` is a DER SubjectPublicKeyInfo whose kind of key fits `algorithm`, has been found well formed, and is of an
 * accepted strength. False, a throw and a rejection all mean that it is not.
 */
export type VerifySignature = (
  algorithm: SignatureAlgorithm,
  spki: Uint8Array,
  signature: Uint8Array,
  data: Uint8Array,
) => boolean | Promise<boolean>

/** The kind of key that each algorithm takes. */
const keyKinds: Readonly<Record<SignatureAlgorithm, PublicKey['kind']>> = {
  rsa_pkcs1_sha256: 'rsa',
  rsa_pkcs1_sha384: 'rsa',
  rsa_pkcs1_sha512: 'rsa',
  rsa_pss_sha256: 'rsa',
  rsa_pss_sha384: 'rsa',
  rsa_pss_sha512: 'rsa',
  ecdsa_sha256: 'ec',
  ecdsa_sha384: 'ec',
  ecdsa_sha512: 'ec',
  ed25519: 'ed25519',
}

export function algorithmFitsKey(algorithm: SignatureAlgorithm, key: PublicKey): boolean {
  return keyKinds[algorithm] === key.kind
}

/**
 * The form that the parameters of an AlgorithmIdentifier must have. For RSA, RFC 4055, section 5, requires that NULL
 * and absent parameters are both accepted.
 */
type Parameters = 'absent' | 'null or absent'

const plainAlgorithms: Readonly<Record<string, { algorithm: SignatureAlgorithm; parameters: Parameters }>> = {
  [Oid.sha256WithRsaEncryption]: { algorithm: 'rsa_pkcs1_sha256', parameters: 'null or absent' },
  [Oid.sha384WithRsaEncryption]: { algorithm: 'rsa_pkcs1_sha384', parameters: 'null or absent' },
  [Oid.sha512WithRsaEncryption]: { algorithm: 'rsa_pkcs1_sha512', parameters: 'null or absent' },
  [Oid.ecdsaWithSha256]: { algorithm: 'ecdsa_sha256', parameters: 'absent' },
  [Oid.ecdsaWithSha384]: { algorithm: 'ecdsa_sha384', parameters: 'absent' },
  [Oid.ecdsaWithSha512]: { algorithm: 'ecdsa_sha512', parameters: 'absent' },
  [Oid.ed25519]: { algorithm: 'ed25519', parameters: 'absent' },
}

const pssHashes: Readonly<Record<string, { algorithm: SignatureAlgorithm; octets: number }>> = {
  [Oid.sha256]: { algorithm: 'rsa_pss_sha256', octets: 32 },
  [Oid.sha384]: { algorithm: 'rsa_pss_sha384', octets: 48 },
  [Oid.sha512]: { algorithm: 'rsa_pss_sha512', octets: 64 },
}

/**
 * Parses a whole AlgorithmIdentifier. Undefined for an algorithm that is not accepted, such as SHA-1 or MD5, for
 * parameters that do not follow the algorithm's RFC, and for a malformed AlgorithmIdentifier.
 */
export function parseSignatureAlgorithm(der: Uint8Array): SignatureAlgorithm | undefined {
  try {
    return readSignatureAlgorithm(der)
  } catch (error) {
    if (error instanceof DerError) return undefined
    throw error
  }
}

function readSignatureAlgorithm(der: Uint8Array): SignatureAlgorithm | undefined {
  const sequence = enterOnly(der, Tag.sequence)
  const oid = oidKey(sequence.read(Tag.oid))
  const parameters = sequence.more ? sequence.element() : undefined
  sequence.end()
  if (oid === Oid.rsassaPss) {
    return parameters?.tag === Tag.sequence ? parsePssParameters(parameters.whole) : undefined
  }
  const plain = plainAlgorithms[oid]
  if (plain === undefined) return undefined
  const fits = parameters === undefined || (plain.parameters === 'null or absent' && isNull(parameters))
  return fits ? plain.algorithm : undefined
}

/**
 * Parses the parameters of RSASSA-PSS (RFC 4055, section 3.1). The defaults use SHA-1, so hash, mask generation and
 * salt length must be present. The trailer must be absent: only its default value exists, and DER leaves out
 * defaults.
 */
function parsePssParameters(der: Uint8Array): SignatureAlgorithm | undefined {
  const sequence = enterOnly(der, Tag.sequence)
  const hash = readHash(sequence.enterOptional(contextConstructedTag(0)))
  const mask = sequence.enterOptional(contextConstructedTag(1))?.enter(Tag.sequence)
  const isMgf1 = mask !== undefined && oidKey(mask.read(Tag.oid)) === Oid.mgf1
  const maskHash = isMgf1 ? readHash(mask) : undefined
  const salt = sequence.enterOptional(contextConstructedTag(2))
  const saltOctets = salt && parseSmallUnsigned(salt.read(Tag.integer), 0xffff)
  if (hash === undefined || hash !== maskHash || sequence.more) return undefined
  const known = pssHashes[hash]
  return known !== undefined && known.octets === saltOctets ? known.algorithm : undefined
}

/** Returns the OID of a hash. Undefined if its parameters are neither NULL nor absent. */
function readHash(reader: DerReader | undefined): string | undefined {
  if (reader === undefined) return undefined
  const sequence = reader.enter(Tag.sequence)
  reader.end()
  const oid = oidKey(sequence.read(Tag.oid))
  const fits = !sequence.more || isNull(sequence.element())
  return fits && !sequence.more ? oid : undefined
}

function isNull(element: DerElement): boolean {
  return element.tag === Tag.null && element.content.length === 0
}
