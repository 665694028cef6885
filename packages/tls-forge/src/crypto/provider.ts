/**
 * The interface to cryptography. It is all that the TLS client asks for. `web.ts`, `pure.ts` and `node.ts` implement it.
 *
 * Long operations may be asynchronous. Hashes are not: a key schedule is forty small ones in a row, and a promise for each
 * would cost more than the hashes.
 */
import type { SignatureAlgorithm, VerifySignature } from '@chrome-socket/x509'
import type { KeyKind } from './spki.ts'

/** A result that is there, or will be. */
export type Result<T> = T | Promise<T>

/** The hashes of transcripts and key schedules. */
export type HashName = 'sha256' | 'sha384'

export const hashLength: Readonly<Record<HashName, number>> = { sha256: 32, sha384: 48 }

/** A hash over a text that is still growing. */
export interface RunningHash {
  update(data: Uint8Array): void
  /** The hash of the data so far; more may follow. */
  digest(): Uint8Array
  copy(): RunningHash
}

/** The groups of a key exchange (RFC 8446, section 4.2.7). */
export type GroupName = 'x25519' | 'secp256r1' | 'secp384r1'

/** An authenticated cipher of TLS 1.2 and 1.3. */
export type AeadName = 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305'

export const aeadKeyLength: Readonly<Record<AeadName, number>> = {
  'aes-128-gcm': 16,
  'aes-256-gcm': 32,
  'chacha20-poly1305': 32,
}

/** All three have tags of 16 bytes and nonces of 12. */
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
  /** The plaintext, which the caller may keep. Throws or rejects when `sealed` is not authentic. `sealed` is not changed. */
  open(nonce: Uint8Array, additional: Uint8Array, sealed: Uint8Array): Result<Uint8Array>
  /**
   * As `open`, with the last byte apart, which in TLS 1.3 is not content. The rest has a buffer of exactly its length, which
   * can be given to a reader uncopied. Absent where it would save nothing.
   */
  openApart?(nonce: Uint8Array, additional: Uint8Array, sealed: Uint8Array): { rest: Uint8Array; last: number }
}

export type CbcName = 'aes-128-cbc' | 'aes-256-cbc'

export const cbcKeyLength: Readonly<Record<CbcName, number>> = { 'aes-128-cbc': 16, 'aes-256-cbc': 32 }

/** The length of a block of AES, and of an IV. */
export const blockLength = 16
/** The length of a tag of HMAC-SHA1, and of a key. */
export const macLength = 20

/** The two keys of one direction in the suites before AEADs: AES-CBC, without any padding, and HMAC-SHA1. */
export interface CbcAndMac {
  /** `blocks` are whole blocks. */
  encrypt(iv: Uint8Array, blocks: Uint8Array): Uint8Array
  decrypt(iv: Uint8Array, blocks: Uint8Array): Uint8Array
  mac(data: Uint8Array): Uint8Array
}

/** The private half of a key exchange. */
export interface KeyShare {
  readonly group: GroupName
  /** In the form of the wire: 32 bytes, or an uncompressed point. */
  readonly publicKey: Uint8Array
  /** Throws or rejects for a public key that is not one of the group, or gives a secret of zero. */
  agree(peerPublicKey: Uint8Array): Result<Uint8Array>
}

/** The private key of a client certificate. */
export interface SigningKey {
  readonly kind: KeyKind
  /** `algorithm` fits `kind`. */
  sign(algorithm: SignatureAlgorithm, data: Uint8Array): Result<Uint8Array>
}

/** The cryptography of a handshake and of records: `webCrypto()`, `nodeCrypto()`, `pureCrypto()`, or one of your own. */
export interface CryptoProvider {
  /** For messages and tables. */
  readonly name: string
  /** The ciphers in order of preference: the fastest here first. */
  readonly aeads: readonly AeadName[]
  readonly groups: readonly GroupName[]
  randomBytes(length: number): Uint8Array
  hash(name: HashName): RunningHash
  hmac(name: HashName, key: Uint8Array, data: Uint8Array): Uint8Array
  aead(name: AeadName, key: Uint8Array): Result<Aead>
  /** For the suites of `legacyCipherSuites`, as the next one. */
  cbcAndMac(name: CbcName, key: Uint8Array, macKey: Uint8Array): Result<CbcAndMac>
  /** RSAES-PKCS1-v1_5 with the key in a SubjectPublicKeyInfo. Throws or rejects for a key that cannot do it. */
  encryptPkcs1(spki: Uint8Array, message: Uint8Array): Result<Uint8Array>
  generateKeyShare(group: GroupName): Result<KeyShare>
  readonly verify: VerifySignature
  /** `pkcs8` is a DER PrivateKeyInfo (RFC 5958) of that kind. */
  importSigningKey(pkcs8: Uint8Array, kind: KeyKind): Result<SigningKey>
}
