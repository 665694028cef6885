/**
 * Reads private keys in PEM that are not plain PKCS#8: PKCS#1 (RFC 8017, appendix A.1.2), SEC1 (RFC 5915), both
 * encrypted with RFC 1421's headers, as OpenSSL writes them, and encrypted PKCS#8. Each becomes a PrivateKeyInfo.
 */
import { DerError, Tag, contextConstructedTag, enterOnly, encodeDer } from '../der.ts'
import { concatenate } from '../bytes.ts'
import { Uint8Array } from '../globals.ts'
import type { PemBlock } from '../pem.ts'
import { decryptKeyInfo, sequenceOrExplain } from './encrypted-key.ts'
import type { PassphraseCrypto } from './passphrase-crypto.ts'
import { passphraseOf } from './password-decryption.ts'
import { UnsupportedSchemeError } from './unsupported-scheme-error.ts'

/** Rejects with an Error that says what is wrong with `key` or `passphrase`. */
export async function readPemKey(
  crypto: PassphraseCrypto,
  { label, headers, der = new Uint8Array(0) }: PemBlock,
  passphrase: string | undefined,
): Promise<Uint8Array> {
  const given = passphraseOf(passphrase)
  if (label === 'ENCRYPTED PRIVATE KEY') return decryptKeyInfo(crypto, der, given, 'key')
  const plain = headers.includes('ENCRYPTED')
    ? await sequenceOrExplain(() => decryptTraditional(crypto, headers, der, given.utf8), 'key')
    : der
  try {
    return label === 'EC PRIVATE KEY' ? wrapped(ecAlgorithm(plain), plain) : wrapped(rsaAlgorithm(plain), plain)
  } catch (error) {
    if (!(error instanceof DerError)) throw error
    throw new TypeError('the private key in `key` cannot be read', { cause: error })
  }
}

/** Makes a PrivateKeyInfo (RFC 5958, section 2). */
function wrapped(algorithm: Uint8Array, key: Uint8Array): Uint8Array {
  return encodeDer(Tag.sequence, encodeDer(Tag.integer, Uint8Array.of(0)), algorithm, encodeDer(Tag.octetString, key))
}

/** The contents of the object identifiers rsaEncryption and ecPublicKey. */
const rsaEncryption = Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01)
const ecPublicKey = Uint8Array.of(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01)

function rsaAlgorithm(key: Uint8Array): Uint8Array {
  enterOnly(key, Tag.sequence).read(Tag.integer)
  return encodeDer(Tag.sequence, encodeDer(Tag.oid, rsaEncryption), encodeDer(Tag.null))
}

/**
 * Makes the AlgorithmIdentifier with the curve. An ECPrivateKey holds the curve inside, and a PrivateKeyInfo beside the
 * key.
 */
function ecAlgorithm(key: Uint8Array): Uint8Array {
  const fields = enterOnly(key, Tag.sequence)
  fields.read(Tag.integer)
  fields.read(Tag.octetString)
  const curve = fields.enter(contextConstructedTag(0)).expect(Tag.oid).whole
  return encodeDer(Tag.sequence, encodeDer(Tag.oid, ecPublicKey), curve)
}

/** OpenSSL's names of ciphers in `DEK-Info`, with the length of the key. */
const traditionalCiphers: Readonly<Record<string, number>> = {
  'DES-EDE3-CBC': 24,
  'AES-128-CBC': 16,
  'AES-192-CBC': 24,
  'AES-256-CBC': 32,
}

/** Source: https://docs.openssl.org/3.0/man3/PEM_read_bio_PrivateKey/, "PEM encryption format". */
function decryptTraditional(
  crypto: PassphraseCrypto,
  headers: string,
  der: Uint8Array,
  password: Uint8Array,
): Uint8Array | Promise<Uint8Array> {
  const [, name = '', digits = ''] = /DEK-Info: *([\w-]+), *([0-9a-f]+)/i.exec(headers) ?? []
  const octets = traditionalCiphers[name]
  if (octets === undefined) throw new UnsupportedSchemeError(`the cipher ${name}`)
  const iv = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  const salt = iv.subarray(0, 8)
  let key = new Uint8Array(0)
  let last = new Uint8Array(0)
  while (key.length < octets) {
    last = Uint8Array.from(crypto.hash('md5', concatenate(last, password, salt)))
    key = concatenate(key, last)
  }
  return crypto.decrypt(name.toLowerCase(), key.subarray(0, octets), iv, der)
}
