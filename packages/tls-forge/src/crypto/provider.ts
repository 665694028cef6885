/**
 * The interface to cryptography. It is all that the TLS client asks for. `web.ts`, `pure.ts` and `node.ts` implement it.
 *
 * Long operations may be asynchronous. Hashes are not: a key schedule is forty small ones in a row, and a promise for each
 * would cost more than the hashes.
 */
import type { SignatureAlgorithm, VerifySignature } from '@chrome-socket/x509'
import type { KeyKind } from './spki.ts'

/** A result, or a promise of it. */
export type Result<T> = T | Promise<T>

/** The hashes of transcripts and key schedules. */
export type HashName = 'sha256' | 'sha384'

/** The length of a hash, in bytes. */
export const hashLength: Readonly<Record<HashName, number>> = { sha256: 32, sha384: 48 }

/** The hash of a text that is still growing. */
export interface RunningHash {
  /** Adds `data` to the text. */
  update(data: Uint8Array): void
  /** Returns the hash of the text so far. More may follow. */
  digest(): Uint8Array
  /** Returns a copy, which is independent of this hash. */
  copy(): RunningHash
}

/** The groups of a key exchange (RFC 8446, section 4.2.7). */
export type GroupName = 'x25519' | 'secp256r1' | 'secp384r1'

/** An authenticated cipher of TLS 1.2 and 1.3. */
export type AeadName = 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305'

/** The length of a key, in bytes. */
export const aeadKeyLength: Readonly<Record<AeadName, number>> = {
  'aes-128-gcm': 16,
  'aes-256-gcm': 32,
  'chacha20-poly1305': 32,
}

/** The length of a tag, in bytes. All three ciphers have tags of 16 bytes and nonces of 12. */
export const tagLength = 16

/** A key of an AEAD (RFC 5116). */
export interface Aead {
  /**
   * Seals `content`, and the byte `last` after it if there is one. Writes the ciphertext and the tag to `out`, which has
   * exactly their length and does not overlap `content`. The caller does not change the arguments until it is done.
   */
  seal(
    nonce: Uint8Array,
    additional: Uint8Array,
    content: Uint8Array,
    last: number | undefined,
    out: Uint8Array,
  ): Result<void>
  /** Opens `sealed`, which it does not change. The caller may keep the plaintext. Throws or rejects if `sealed` is not authentic. */
  open(nonce: Uint8Array, additional: Uint8Array, sealed: Uint8Array): Result<Uint8Array>
  /**
   * Opens like `open`, and returns the last byte separately, which in TLS 1.3 is not content. The rest has a buffer
   * of exactly its length, so a reader can get it without a copy. Absent if the provider would save nothing.
   */
  openApart?(nonce: Uint8Array, additional: Uint8Array, sealed: Uint8Array): { rest: Uint8Array; last: number }
}

/** The CBC ciphers of the suites before AEADs. */
export type CbcName = 'aes-128-cbc' | 'aes-256-cbc'

/** The length of a key, in bytes. */
export const cbcKeyLength: Readonly<Record<CbcName, number>> = { 'aes-128-cbc': 16, 'aes-256-cbc': 32 }

/** The length of a block of AES, and of an IV, in bytes. */
export const blockLength = 16
/** The length of a tag of HMAC-SHA1, and of its key, in bytes. */
export const macLength = 20

/** The two keys of one direction in the suites before AEADs: AES-CBC, without any padding, and HMAC-SHA1. */
export interface CbcAndMac {
  /** Encrypts `blocks`, whole blocks of AES. */
  encrypt(iv: Uint8Array, blocks: Uint8Array): Uint8Array
  /** Decrypts `blocks`, whole blocks of AES. The padding stays. */
  decrypt(iv: Uint8Array, blocks: Uint8Array): Uint8Array
  /** Returns the HMAC-SHA1 of `data`. */
  mac(data: Uint8Array): Uint8Array
}

/** The private half of a key exchange. */
export interface KeyShare {
  /** The group of both keys. */
  readonly group: GroupName
  /** The public half in the form of the wire: 32 bytes, or an uncompressed point. */
  readonly publicKey: Uint8Array
  /** Returns the shared secret. Throws or rejects for a public key that is not in the group, or that gives a secret of zero. */
  agree(peerPublicKey: Uint8Array): Result<Uint8Array>
}

/** The private key of a client certificate. */
export interface SigningKey {
  /** The kind of the key, which decides its algorithms. */
  readonly kind: KeyKind
  /** Signs `data`. `algorithm` fits `kind`. */
  sign(algorithm: SignatureAlgorithm, data: Uint8Array): Result<Uint8Array>
}

/** The cryptography of a handshake and of records: `webCrypto()`, `nodeCrypto()`, `pureCrypto()`, or one of your own. */
export interface CryptoProvider {
  /** The name for messages: `webCrypto`. */
  readonly name: string
  /** The ciphers in the order of preference. The fastest comes first. */
  readonly aeads: readonly AeadName[]
  /** The groups in the order of preference. */
  readonly groups: readonly GroupName[]
  /** Returns `length` random bytes, fit for keys. */
  randomBytes(length: number): Uint8Array
  /** Begins a hash. */
  hash(name: HashName): RunningHash
  /** Returns the HMAC of `data` (RFC 2104). */
  hmac(name: HashName, key: Uint8Array, data: Uint8Array): Uint8Array
  /** Imports a key of an AEAD. */
  aead(name: AeadName, key: Uint8Array): Result<Aead>
  /** Imports both keys of a direction, for the suites of `legacyCipherSuites`. */
  cbcAndMac(name: CbcName, key: Uint8Array, macKey: Uint8Array): Result<CbcAndMac>
  /** Encrypts by RSAES-PKCS1-v1_5 with the key in a SubjectPublicKeyInfo. Throws or rejects for a key that is not RSA. */
  encryptPkcs1(spki: Uint8Array, message: Uint8Array): Result<Uint8Array>
  /** Makes a fresh key pair. */
  generateKeyShare(group: GroupName): Result<KeyShare>
  /** Verifies the signatures of handshakes and certificates. */
  readonly verify: VerifySignature
  /** Imports a private key. `pkcs8` is a DER PrivateKeyInfo (RFC 5958) of that kind. */
  importSigningKey(pkcs8: Uint8Array, kind: KeyKind): Result<SigningKey>
}
