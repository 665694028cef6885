/**
 * Cryptography by the runtime's WebCrypto (W3C Web Cryptography API, and "Secure Curves" for X25519 and Ed25519).
 * Hashes are in JavaScript (see `provider.ts`). The pure provider, which is loaded on demand, adds ChaCha20-Poly1305,
 * AES-CBC with the padding of TLS, RSA encryption with PKCS#1 v1.5, and curves that a runtime's WebCrypto lacks, such
 * as P-521.
 */
import { Error, Map, Uint8Array, crypto } from '../bytes/globals.ts'
import { concatenate, freeBuffer, worthFreeing } from '../bytes/bytes.ts'
import type { SignatureAlgorithm } from '@chrome-socket/x509'
import { coordinateLength, fromDerSignature, toDerSignature } from './ecdsa-signature.ts'
import { KeyCache } from './key-cache.ts'
import { nobleHash, nobleHmac } from './noble-hash.ts'
import type { Aead, CryptoProvider, GroupName, KeyShare, SigningKey } from './provider.ts'
import { tagLength } from './provider.ts'
import { publicKeyOf, type KeyKind } from './spki.ts'

type Bytes = Uint8Array<ArrayBuffer>

const curveNames = { p256: 'P-256', p384: 'P-384', p521: 'P-521' } as const
const hashOf = (algorithm: SignatureAlgorithm): string => `SHA-${algorithm.slice(-3)}`

/** Returns WebCrypto's name and parameters of a signature, for importing a key and for using it. */
function signatureParameters(algorithm: SignatureAlgorithm, kind: KeyKind): { key: object; use: object } | undefined {
  if (algorithm === 'ed25519') return { key: { name: 'Ed25519' }, use: { name: 'Ed25519' } }
  const hash = hashOf(algorithm)
  if (algorithm.startsWith('rsa_pkcs1')) {
    return { key: { name: 'RSASSA-PKCS1-v1_5', hash }, use: { name: 'RSASSA-PKCS1-v1_5' } }
  }
  if (algorithm.startsWith('rsa_pss')) {
    const saltLength = Number(algorithm.slice(-3)) / 8
    return { key: { name: 'RSA-PSS', hash }, use: { name: 'RSA-PSS', saltLength } }
  }
  if (kind === 'rsa' || kind === 'ed25519') return undefined
  return { key: { name: 'ECDSA', namedCurve: curveNames[kind] }, use: { name: 'ECDSA', hash } }
}

const pure = (): Promise<CryptoProvider> => import('./pure.ts').then((module) => module.pureCrypto())

/** `Crypto` of the DOM or of Node. An app's compiler may have neither. */
type WebCrypto = typeof globalThis extends { crypto: infer Declared } ? Declared : object

/**
 * Makes a provider over WebCrypto, whose records and handshakes are asynchronous.
 * @param webCrypto the WebCrypto to use; the default is the runtime's `crypto`
 * @throws Error: there is no WebCrypto, or it has no `subtle`, as in a page that was not loaded over https.
 * @example
 * import { forgeTls, webCrypto } from '@chrome-socket/tls-forge'
 *
 * const tls = forgeTls({ crypto: webCrypto() })
 */
export function webCrypto(
  webCrypto: WebCrypto | undefined = (crypto as WebCrypto | undefined) ?? globalThis.crypto,
): CryptoProvider {
  if (webCrypto?.subtle === undefined) throw new Error('this runtime has no WebCrypto (crypto.subtle)')
  const subtle = webCrypto.subtle
  const verifyKeys = new KeyCache<CryptoKey>()

  async function verify(
    algorithm: SignatureAlgorithm,
    spki: Uint8Array,
    signature: Uint8Array,
    data: Uint8Array,
  ): Promise<boolean> {
    const kind = publicKeyOf(spki)?.kind
    const parameters = kind && signatureParameters(algorithm, kind)
    if (kind === undefined || parameters === undefined) return false
    const length = coordinateLength[kind]
    const raw = length === undefined ? signature : fromDerSignature(signature, length)
    if (raw === undefined) return false
    let key: CryptoKey
    try {
      key = await verifyKeys.get(JSON.stringify(parameters.key), spki, () =>
        subtle.importKey('spki', spki as Bytes, parameters.key as AlgorithmIdentifier, false, ['verify']),
      )
      return await subtle.verify(parameters.use as AlgorithmIdentifier, key, raw as Bytes, data as Bytes)
    } catch {
      // This runtime leaves out the curve, or this hash with the curve.
      return (await pure()).verify(algorithm, spki, signature, data)
    }
  }

  async function generate(group: GroupName): Promise<KeyShare> {
    try {
      return await (group === 'x25519' ? montgomery(subtle) : weierstrass(subtle, group))
    } catch {
      return (await pure()).generateKeyShare(group)
    }
  }

  return {
    name: 'WebCrypto',
    aeads: ['aes-128-gcm', 'aes-256-gcm', 'chacha20-poly1305'],
    groups: ['x25519', 'secp256r1', 'secp384r1'],
    randomBytes: (length) => webCrypto.getRandomValues(new Uint8Array(length)),
    hash: nobleHash,
    hmac: nobleHmac,
    verify,
    async aead(name, key) {
      if (name === 'chacha20-poly1305') return (await pure()).aead(name, key)
      return aesGcm(subtle, await subtle.importKey('raw', key as Bytes, 'AES-GCM', false, ['encrypt', 'decrypt']))
    },
    cbcAndMac: async (name, key, macKey) => (await pure()).cbcAndMac(name, key, macKey),
    encryptPkcs1: async (spki, message) => (await pure()).encryptPkcs1(spki, message),
    generateKeyShare: generate,
    importSigningKey: (pkcs8, kind) => signingKey(subtle, pkcs8, kind),
  }
}

function gcmParameters(iv: Uint8Array, additionalData: Uint8Array): AesGcmParams {
  return { name: 'AES-GCM', iv: iv as Bytes, additionalData: additionalData as Bytes, tagLength: tagLength * 8 }
}

function aesGcm(subtle: SubtleCrypto, key: CryptoKey): Aead {
  return {
    async seal(nonce, additional, content, last, out) {
      let plaintext = content
      if (last !== undefined) {
        // `out` has room for it, which the result needs only later.
        plaintext = out.subarray(0, content.length + 1)
        plaintext.set(content)
        plaintext[content.length] = last
      }
      const sealed = await subtle.encrypt(gcmParameters(nonce, additional), key, plaintext as Bytes)
      out.set(new Uint8Array(sealed))
      if (sealed.byteLength >= worthFreeing) freeBuffer(sealed)
    },
    open: (nonce, additional, sealed) =>
      subtle.decrypt(gcmParameters(nonce, additional), key, sealed as Bytes).then((plain) => new Uint8Array(plain)),
  }
}

async function montgomery(subtle: SubtleCrypto): Promise<KeyShare> {
  const pair = (await subtle.generateKey('X25519', false, ['deriveBits'])) as CryptoKeyPair
  return {
    group: 'x25519',
    publicKey: new Uint8Array(await subtle.exportKey('raw', pair.publicKey)),
    async agree(peer) {
      const key = await subtle.importKey('raw', peer as Bytes, 'X25519', false, [])
      return new Uint8Array(await subtle.deriveBits({ name: 'X25519', public: key }, pair.privateKey, 256))
    },
  }
}

async function weierstrass(subtle: SubtleCrypto, group: 'secp256r1' | 'secp384r1'): Promise<KeyShare> {
  const [namedCurve, bits] = group === 'secp256r1' ? (['P-256', 256] as const) : (['P-384', 384] as const)
  const algorithm = { name: 'ECDH', namedCurve }
  const pair = await subtle.generateKey(algorithm, false, ['deriveBits'])
  const publicKey = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  return {
    group,
    publicKey,
    async agree(peer) {
      if (peer[0] !== 4 || peer.length !== publicKey.length) throw new Error('not an uncompressed point')
      const key = await subtle.importKey('raw', peer as Bytes, algorithm, false, [])
      return new Uint8Array(await subtle.deriveBits({ name: 'ECDH', public: key }, pair.privateKey, bits))
    },
  }
}

async function signingKey(subtle: SubtleCrypto, pkcs8: Uint8Array, kind: KeyKind): Promise<SigningKey> {
  const copy = concatenate(pkcs8)
  const keys = new Map<string, Promise<CryptoKey>>()
  return {
    kind,
    async sign(algorithm, data) {
      const parameters = signatureParameters(algorithm, kind)
      if (parameters === undefined) throw new Error('a signature that this key cannot make')
      const id = JSON.stringify(parameters.key)
      const key =
        keys.get(id) ?? subtle.importKey('pkcs8', copy, parameters.key as AlgorithmIdentifier, false, ['sign'])
      keys.set(id, key)
      const signature = new Uint8Array(
        await subtle.sign(parameters.use as AlgorithmIdentifier, await key, data as Bytes),
      )
      return coordinateLength[kind] === undefined ? signature : toDerSignature(signature)
    },
  }
}
