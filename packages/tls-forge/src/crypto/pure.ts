/**
 * Cryptography in JavaScript, for runtimes without WebCrypto: @noble for ciphers, curves and hashes, BigInt for RSA
 * with public keys, and forge, which is loaded on demand, for signing with RSA.
 */
import { crypto, Error, Uint8Array } from '../bytes/globals.ts'
import { cbc, gcm } from '@noble/ciphers/aes.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { concatenate } from '../bytes/bytes.ts'
import type { SignatureAlgorithm } from '@chrome-socket/x509'
import { chacha20Poly1305 } from './chacha20-poly1305.ts'
import { coordinateLength, fromDerSignature, toDerSignature } from './ecdsa-signature.ts'
import { nobleHash, nobleHmac } from './noble-hash.ts'
import { privateKeyOf } from './pkcs8.ts'
import type { Aead, CryptoProvider, KeyShare, SigningKey } from './provider.ts'
import { encryptPkcs1 } from './rsa-public.ts'
import { verifyPkcs1, verifyPss, type RsaHash } from './rsa-verify.ts'
import { publicKeyOf, type KeyKind } from './spki.ts'
import { x25519, x25519PublicKey } from './x25519.ts'

const hashes = { sha256, sha384, sha512 } as const
const curves = { p256, p384, p521 } as const
const hashOf = (algorithm: SignatureAlgorithm): RsaHash => `sha${algorithm.slice(-3)}` as RsaHash

export { passphraseCrypto } from './passphrase-crypto.ts'

/**
 * Makes a provider in JavaScript. It needs only random numbers from the runtime.
 * @param randomBytes returns `length` random bytes, fit for keys; the default uses `crypto.getRandomValues`
 * @throws Error, on first use: there is neither `randomBytes` nor `crypto.getRandomValues`.
 * @example
 * import { forgeTls } from '@chrome-socket/tls-forge'
 * import { pureCrypto } from '@chrome-socket/tls-forge/pure'
 *
 * const tls = forgeTls({ crypto: pureCrypto() })
 */
export function pureCrypto(randomBytes: (length: number) => Uint8Array = systemRandomBytes): CryptoProvider {
  return {
    name: 'JavaScript',
    aeads: ['chacha20-poly1305', 'aes-128-gcm', 'aes-256-gcm'],
    groups: ['x25519', 'secp256r1', 'secp384r1'],
    randomBytes,
    hash: nobleHash,
    hmac: nobleHmac,
    aead: (name, key) => (name === 'chacha20-poly1305' ? chacha20Poly1305(key) : aesGcm(key)),
    cbcAndMac: (_, key, macKey) => ({
      encrypt: (iv, blocks) => cbc(key, iv, { disablePadding: true }).encrypt(blocks),
      decrypt: (iv, blocks) => cbc(key, iv, { disablePadding: true }).decrypt(blocks),
      mac: (data) => hmac(sha1, macKey, data),
    }),
    encryptPkcs1: (spki, message) => encryptPkcs1(spki, message, randomBytes),
    generateKeyShare: (group) => (group === 'x25519' ? montgomery(randomBytes) : weierstrass(group, randomBytes)),
    verify,
    importSigningKey: signingKey,
  }
}

function systemRandomBytes(length: number): Uint8Array {
  return (crypto ?? globalThis.crypto).getRandomValues(new Uint8Array(length))
}

function aesGcm(key: Uint8Array): Aead {
  return {
    seal(nonce, additional, content, last, out) {
      const plaintext = last === undefined ? content : concatenate(content, Uint8Array.of(last))
      out.set(gcm(key, nonce, additional).encrypt(plaintext))
    },
    open: (nonce, additional, sealed) => gcm(key, nonce, additional).decrypt(sealed),
  }
}

function montgomery(randomBytes: (length: number) => Uint8Array): KeyShare {
  const secret = randomBytes(32)
  return {
    group: 'x25519',
    publicKey: x25519PublicKey(secret),
    agree(peer) {
      if (peer.length !== 32) throw new Error('not a public key of X25519')
      const shared = x25519(secret, peer)
      let any = 0
      for (const byte of shared) any |= byte
      // RFC 7748, section 6.1: the public key is a point of small order.
      if (any === 0) throw new Error('a shared secret of zero')
      return shared
    },
  }
}

function weierstrass(group: 'secp256r1' | 'secp384r1', randomBytes: (length: number) => Uint8Array): KeyShare {
  const curve = group === 'secp256r1' ? p256 : p384
  const secret = curve.utils.randomSecretKey(randomBytes(curve.lengths.seed ?? 72))
  const publicKey = curve.getPublicKey(secret, false)
  return {
    group,
    publicKey,
    agree(peer) {
      if (peer[0] !== 4 || peer.length !== publicKey.length) throw new Error('not an uncompressed point')
      return curve.getSharedSecret(secret, peer, true).slice(1)
    },
  }
}

function verify(algorithm: SignatureAlgorithm, spki: Uint8Array, signature: Uint8Array, data: Uint8Array): boolean {
  const publicKey = publicKeyOf(spki)
  if (publicKey === undefined) return false
  const { kind, key } = publicKey
  if (algorithm === 'ed25519') {
    return kind === 'ed25519' && signature.length === 64 && ed25519.verify(signature, data, key, { zip215: false })
  }
  const hash = hashOf(algorithm)
  if (kind === 'rsa') {
    if (algorithm.startsWith('rsa_pss')) return verifyPss(hash, key, signature, data)
    return algorithm.startsWith('rsa_pkcs1') && verifyPkcs1(hash, key, signature, data)
  }
  const raw = fromDerSignature(signature, coordinateLength[kind] ?? 0)
  if (kind === 'ed25519' || !algorithm.startsWith('ecdsa') || raw === undefined) return false
  return curves[kind].verify(raw, hashes[hash](data), key, { prehash: false, lowS: false })
}

async function signingKey(pkcs8: Uint8Array, kind: KeyKind): Promise<SigningKey> {
  if (kind === 'rsa') return (await import('./forge-rsa.ts')).forgeSigningKey(pkcs8)
  const secret = privateKeyOf(pkcs8, kind)
  if (kind === 'ed25519') return { kind, sign: (_, data) => ed25519.sign(data, secret) }
  return {
    kind,
    sign(algorithm, data) {
      const digest = hashes[hashOf(algorithm)](data)
      return toDerSignature(curves[kind].sign(digest, secret, { prehash: false, lowS: false }))
    },
  }
}
