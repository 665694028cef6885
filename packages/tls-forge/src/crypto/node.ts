/// <reference types="node" preserve="false" />
/**
 * Cryptography by `node:crypto`, which is OpenSSL in Node and BoringSSL in Bun and Electron. Everything is synchronous, so that
 * nothing waits for a thread. It is the fastest provider for records; WebCrypto leaves the main thread free instead.
 */
import { Error, Set, Uint8Array, process, hostBuffer } from '../bytes/globals.ts'
import type * as NodeCrypto from 'node:crypto'
import { freeBuffer, worthFreeing } from '../bytes/bytes.ts'
import type { SignatureAlgorithm } from '@chrome-socket/x509'
import { chacha20Poly1305 } from './chacha20-poly1305.ts'
import type {
  Aead,
  AeadName,
  CbcAndMac,
  CbcName,
  CryptoProvider,
  HashName,
  KeyShare,
  RunningHash,
  SigningKey,
} from './provider.ts'
import { tagLength } from './provider.ts'
import { publicKeyOf, type KeyKind } from './spki.ts'

const Buffer = hostBuffer as BufferConstructor

const curveNames = { secp256r1: 'prime256v1', secp384r1: 'secp384r1' } as const

/** Returns a plain array. Its `slice` copies, unlike a Buffer's. */
const plain = (buffer: Buffer): Uint8Array => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)

/** Loads the module without an import, so that a page that bundles this file loads nothing for it. */
function loadNodeCrypto(): typeof NodeCrypto | undefined {
  const module = process?.getBuiltinModule?.('node:crypto') as typeof NodeCrypto | undefined
  return typeof module?.createCipheriv === 'function' && typeof module.diffieHellman === 'function' ? module : undefined
}

const loaded = loadNodeCrypto()

/** Whether this runtime has `node:crypto`. Node, Bun, Deno and Electron have it. */
export const hasNodeCrypto: boolean = loaded !== undefined
/** Used only if `hasNodeCrypto`. */
const crypto = loaded as typeof NodeCrypto

/**
 * Makes a provider over `node:crypto`, for Node, Bun, Deno and Electron. It is the default there, and the fastest.
 * @throws Error: the runtime has no `node:crypto`.
 * @example
 * import { forgeTls } from '@chrome-socket/tls-forge'
 * import { nodeCrypto } from '@chrome-socket/tls-forge/node'
 *
 * const tls = forgeTls({ crypto: nodeCrypto() })
 */
export function nodeCrypto(): CryptoProvider {
  if (!hasNodeCrypto) throw new Error('this runtime has no node:crypto')
  return {
    name: 'node:crypto',
    aeads: ['aes-128-gcm', 'aes-256-gcm', 'chacha20-poly1305'],
    groups: ['x25519', 'secp256r1', 'secp384r1'],
    randomBytes: (length) => new Uint8Array(crypto.randomBytes(length)),
    hash: (name) => running(crypto.createHash(name)),
    hmac: (name: HashName, key, data) =>
      plain(crypto.createHmac(name, crypto.createSecretKey(key)).update(data).digest()),
    aead: (name, key) => (isKnown(name) ? nodeAead(name, key) : chacha20Poly1305(key)),
    cbcAndMac,
    encryptPkcs1: (spki, message) =>
      plain(
        crypto.publicEncrypt(
          {
            key: crypto.createPublicKey({ key: Buffer.from(spki), type: 'spki', format: 'der' }),
            padding: crypto.constants.RSA_PKCS1_PADDING,
          },
          message,
        ),
      ),
    generateKeyShare: (group) => (group === 'x25519' ? montgomery() : weierstrass(group)),
    verify,
    importSigningKey: signingKey,
  }
}

function running(hash: NodeCrypto.Hash): RunningHash {
  return {
    update: (data) => void hash.update(data),
    digest: () => plain(hash.copy().digest()),
    copy: () => running(hash.copy()),
  }
}

let ciphers: ReadonlySet<string> | undefined

/** Returns whether `node:crypto` has the cipher. With BoringSSL it has no ChaCha20-Poly1305. */
function isKnown(name: AeadName): boolean {
  ciphers ??= new Set(crypto.getCiphers())
  return ciphers.has(name)
}

function nodeAead(name: AeadName, keyBytes: Uint8Array): Aead {
  // A key object is several times as fast as bytes: Node 24 determines the type of bytes by exceptions.
  const key = crypto.createSecretKey(keyBytes)
  // The types know each cipher by its own overload; all three have the same interface.
  const cipher = name as 'chacha20-poly1305'
  const options = { authTagLength: tagLength }
  return {
    seal(nonce, additional, content, last, out) {
      const plaintextLength = out.length - tagLength
      const sealing = crypto.createCipheriv(cipher, key, nonce, options)
      sealing.setAAD(additional, { plaintextLength })
      const ciphertext = sealing.update(content)
      out.set(ciphertext)
      freeWhole(ciphertext)
      if (last !== undefined) out.set(sealing.update(Uint8Array.of(last)), content.length)
      sealing.final()
      out.set(sealing.getAuthTag(), plaintextLength)
    },
    open(nonce, additional, sealed) {
      const end = sealed.length - tagLength
      const opening = begin(nonce, additional, sealed, end)
      const plaintext = opening.update(sealed.subarray(0, end))
      opening.final()
      return plain(plaintext)
    },
    openApart(nonce, additional, sealed) {
      const end = sealed.length - tagLength
      const opening = begin(nonce, additional, sealed, end)
      const rest = opening.update(sealed.subarray(0, Math.max(0, end - 1)))
      const last = end === 0 ? 0 : (opening.update(sealed.subarray(end - 1, end))[0] ?? 0)
      opening.final()
      return { rest: plain(rest), last }
    },
  }

  function begin(nonce: Uint8Array, additional: Uint8Array, sealed: Uint8Array, end: number): NodeCrypto.DecipherCCM {
    if (end < 0) throw new Error('too short to be authentic')
    const opening = crypto.createDecipheriv(cipher, key, nonce, options)
    opening.setAAD(additional, { plaintextLength: end })
    opening.setAuthTag(sealed.subarray(end))
    return opening
  }
}

function cbcAndMac(name: CbcName, keyBytes: Uint8Array, macKeyBytes: Uint8Array): CbcAndMac {
  const key = crypto.createSecretKey(keyBytes)
  const macKey = crypto.createSecretKey(macKeyBytes)
  return {
    encrypt: (iv, blocks) => plain(crypto.createCipheriv(name, key, iv).setAutoPadding(false).update(blocks)),
    decrypt: (iv, blocks) => plain(crypto.createDecipheriv(name, key, iv).setAutoPadding(false).update(blocks)),
    mac: (data) => plain(crypto.createHmac('sha1', macKey).update(data).digest()),
  }
}

/** Frees the output of a cipher that has been copied. The next record then uses the same memory, still in the cache. */
function freeWhole(bytes: Buffer): void {
  if (bytes.length >= worthFreeing && bytes.length === bytes.buffer.byteLength) freeBuffer(bytes.buffer)
}

/** SubjectPublicKeyInfo of X25519 up to the key (RFC 8410, section 4). */
const x25519Prefix = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x03, 0x21, 0x00)

function montgomery(): KeyShare {
  const { publicKey, privateKey } = crypto.generateKeyPairSync('x25519')
  return {
    group: 'x25519',
    publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })).subarray(x25519Prefix.length),
    agree(peer) {
      const key = Buffer.concat([x25519Prefix, peer])
      const peerKey = crypto.createPublicKey({ key, type: 'spki', format: 'der' })
      return plain(crypto.diffieHellman({ privateKey, publicKey: peerKey }))
    },
  }
}

function weierstrass(group: 'secp256r1' | 'secp384r1'): KeyShare {
  const ecdh = crypto.createECDH(curveNames[group])
  const publicKey = new Uint8Array(ecdh.generateKeys())
  return {
    group,
    publicKey,
    agree(peer) {
      if (peer[0] !== 4 || peer.length !== publicKey.length) throw new Error('not an uncompressed point')
      return plain(ecdh.computeSecret(peer))
    },
  }
}

/** The parameters of `sign` and `verify` besides the key. */
function parametersOf(algorithm: SignatureAlgorithm): { readonly hash: string | null; readonly padding: object } {
  if (algorithm === 'ed25519') return { hash: null, padding: {} }
  const hash = `sha${algorithm.slice(-3)}`
  if (!algorithm.startsWith('rsa_pss')) return { hash, padding: {} }
  const saltLength = crypto.constants.RSA_PSS_SALTLEN_DIGEST
  return { hash, padding: { padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength } }
}

function verify(algorithm: SignatureAlgorithm, spki: Uint8Array, signature: Uint8Array, data: Uint8Array): boolean {
  const kind = publicKeyOf(spki)?.kind
  if (kind === undefined || !fits(algorithm, kind)) return false
  const { hash, padding } = parametersOf(algorithm)
  try {
    const key = { key: Buffer.from(spki), type: 'spki', format: 'der', ...padding } as NodeCrypto.VerifyPublicKeyInput
    return crypto.verify(hash, data, key, signature)
  } catch {
    return false
  }
}

function fits(algorithm: SignatureAlgorithm, kind: KeyKind): boolean {
  if (kind === 'rsa') return algorithm.startsWith('rsa')
  return algorithm.startsWith(kind === 'ed25519' ? 'ed25519' : 'ecdsa')
}

function signingKey(pkcs8: Uint8Array, kind: KeyKind): SigningKey {
  const key = crypto.createPrivateKey({ key: Buffer.from(pkcs8), type: 'pkcs8', format: 'der' })
  return {
    kind,
    sign(algorithm, data) {
      const { hash, padding } = parametersOf(algorithm)
      return new Uint8Array(crypto.sign(hash, data, { key, ...padding }))
    },
  }
}
