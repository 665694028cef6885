/**
 * Decrypts with a passphrase: PBES2 with PBKDF2 or scrypt (RFC 8018, RFC 7914), and the older scheme of PKCS#12 with
 * SHA-1 and Triple-DES (RFC 7292, appendices B and C).
 */
import { Promise, Uint8Array, TextEncoder, setTimeout, arrayFrom } from '../globals.ts'
import { Tag, enterOnly, type DerReader } from '../der.ts'
import { parseOid, parseSmallUnsigned } from '../der-values.ts'
import { concatenate } from '../bytes.ts'
import type { PassphraseCrypto } from './passphrase-crypto.ts'
import { ciphers, ciphersOfPkcs12, hashes, IdentityOid } from './oids.ts'
import { UnsupportedSchemeError } from './unsupported-scheme-error.ts'

/** A passphrase in the two forms that the schemes need. */
export interface Passphrase {
  readonly utf8: Uint8Array
  /** Big-endian UTF-16 with a NUL at the end. Empty if there is no passphrase. */
  readonly bmp: Uint8Array
}

export function passphraseOf(text: string | undefined): Passphrase {
  const bmp = new Uint8Array(text === undefined ? 0 : text.length * 2 + 2)
  for (let index = 0; index < (text ?? '').length; index += 1) {
    const unit = (text ?? '').charCodeAt(index)
    bmp.set([unit >> 8, unit & 0xff], index * 2)
  }
  return { utf8: new TextEncoder().encode(text ?? ''), bmp }
}

const maxIterations = 100_000_000

/**
 * Decrypts `data`. `algorithm` is a whole AlgorithmIdentifier. A wrong passphrase usually leads to wrong padding, for
 * which this rejects.
 */
export async function decrypt(
  crypto: PassphraseCrypto,
  algorithm: Uint8Array,
  data: Uint8Array,
  passphrase: Passphrase,
): Promise<Uint8Array> {
  const identifier = enterOnly(algorithm, Tag.sequence)
  const scheme = parseOid(identifier.read(Tag.oid))
  const parameters = identifier.enter(Tag.sequence)
  if (scheme === IdentityOid.pbes2) return decryptPbes2(crypto, parameters, data, passphrase)
  const cipher = ciphersOfPkcs12[scheme]
  if (cipher === undefined) throw new UnsupportedSchemeError(`the encryption ${scheme}`)
  const [name, keyOctets] = cipher
  const salt = parameters.read(Tag.octetString)
  const iterations = parseSmallUnsigned(parameters.read(Tag.integer), maxIterations)
  const key = await derivePkcs12(crypto, 'sha1', 1, passphrase.bmp, salt, iterations, keyOctets)
  const iv = await derivePkcs12(crypto, 'sha1', 2, passphrase.bmp, salt, iterations, 8)
  return crypto.decrypt(name, key, iv, data)
}

async function decryptPbes2(
  crypto: PassphraseCrypto,
  parameters: DerReader,
  data: Uint8Array,
  { utf8 }: Passphrase,
): Promise<Uint8Array> {
  const derivation = parameters.expect(Tag.sequence).whole
  const encryption = parameters.enter(Tag.sequence)
  const cipherOid = parseOid(encryption.read(Tag.oid))
  const cipher = ciphers[cipherOid]
  if (cipher === undefined) throw new UnsupportedSchemeError(`the cipher ${cipherOid}`)
  const [name, keyOctets] = cipher
  const iv = encryption.read(Tag.octetString)
  return crypto.decrypt(name, await deriveKey(crypto, derivation, utf8, keyOctets), iv, data)
}

/** Derives a key by PBKDF2 or scrypt. `derivation` is a whole AlgorithmIdentifier. */
export async function deriveKey(
  crypto: PassphraseCrypto,
  derivation: Uint8Array,
  password: Uint8Array,
  octets: number,
): Promise<Uint8Array> {
  const identifier = enterOnly(derivation, Tag.sequence)
  const oid = parseOid(identifier.read(Tag.oid))
  const parameters = identifier.enter(Tag.sequence)
  const salt = parameters.read(Tag.octetString)
  if (oid === IdentityOid.scrypt) {
    const [N = 0, r = 0, p = 0] = [0, 1, 2].map(() => parseSmallUnsigned(parameters.read(Tag.integer), 2 ** 24))
    return crypto.scrypt(password, salt, { N, r, p, maxmem: 256 * N * r }, octets)
  }
  if (oid !== IdentityOid.pbkdf2) throw new UnsupportedSchemeError(`the key derivation ${oid}`)
  const iterations = parseSmallUnsigned(parameters.read(Tag.integer), maxIterations)
  parameters.readOptional(Tag.integer)
  const prf = parameters.more ? parseOid(parameters.enter(Tag.sequence).read(Tag.oid)) : '1.2.840.113549.2.7'
  const hash = hashes[prf]
  if (hash === undefined) throw new UnsupportedSchemeError(`the key derivation with ${prf}`)
  return crypto.pbkdf2(hash, password, salt, iterations, octets)
}

/** The number of rounds between two pauses, which take a few milliseconds. */
const roundsAtOnce = 4096

/**
 * Derives a key by RFC 7292, appendix B.2. `purpose` is 1 for a key, 2 for an IV, 3 for a MAC. No runtime has an
 * asynchronous function for this, so other tasks get a turn between rounds.
 */
export async function derivePkcs12(
  crypto: PassphraseCrypto,
  hash: string,
  purpose: number,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  octets: number,
): Promise<Uint8Array> {
  const block = hash === 'sha1' || hash === 'sha256' ? 64 : 128
  const fill = (bytes: Uint8Array): Uint8Array => {
    const filled = new Uint8Array(Math.ceil(bytes.length / block) * block)
    return filled.map((_, index) => bytes[index % bytes.length] ?? 0)
  }
  const diversifier = new Uint8Array(block).fill(purpose)
  let input = concatenate(fill(salt), fill(password))
  let derived: Uint8Array = new Uint8Array(0)
  for (;;) {
    let digest: Uint8Array = concatenate(diversifier, input)
    for (let round = 0; round < iterations; round += 1) {
      digest = crypto.hash(hash, digest)
      if (round % roundsAtOnce === roundsAtOnce - 1) await new Promise<void>((resolve) => setTimeout(resolve, 0))
    }
    derived = concatenate(derived, digest)
    if (derived.length >= octets) return derived.subarray(0, octets)
    input = concatenate(...blocksOf(input, block).map((part) => sumPlusOne(part, fill(digest).subarray(0, block))))
  }
}

function blocksOf(bytes: Uint8Array, length: number): Uint8Array[] {
  return arrayFrom({ length: bytes.length / length }, (_, index) =>
    bytes.subarray(index * length, (index + 1) * length),
  )
}

/** Returns left + right + 1, big-endian, modulo the length that both have. */
function sumPlusOne(left: Uint8Array, right: Uint8Array): Uint8Array {
  const sum = new Uint8Array(left.length)
  let carry = 1
  for (let index = left.length - 1; index >= 0; index -= 1) {
    carry += (left[index] ?? 0) + (right[index] ?? 0)
    sum[index] = carry & 0xff
    carry >>= 8
  }
  return sum
}
