/**
 * Checks signatures with WebCrypto, as the `verifySignature` of tests.
 */
import { parsePublicKey } from '../src/public-key.ts'
import type { SignatureAlgorithm, VerifySignature } from '../src/index.ts'
import { ecdsaToFixedSize } from './ecdsa-signature.ts'

const hashes = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const
const curves = { p256: 'P-256', p384: 'P-384', p521: 'P-521' } as const

export const webCryptoVerify: VerifySignature = async (algorithm, spki, signature, data) => {
  const { subtle } = globalThis.crypto
  const publicKey = parsePublicKey(spki)
  const hash = hashes[(/sha\d+$/.exec(algorithm)?.[0] ?? 'sha256') as keyof typeof hashes]
  const curve = publicKey?.kind === 'ec' ? publicKey.curve : undefined
  const { key, verify } = parametersOf(algorithm, hash, curve && curves[curve])
  const imported = await subtle.importKey('spki', Uint8Array.from(spki), key, false, ['verify'])
  const octets = curve === undefined ? signature : ecdsaToFixedSize(signature, curve)
  return subtle.verify(verify, imported, Uint8Array.from(octets), Uint8Array.from(data))
}

interface Parameters {
  readonly key: RsaHashedImportParams | EcKeyImportParams | Algorithm
  readonly verify: Algorithm | EcdsaParams | RsaPssParams
}

function parametersOf(algorithm: SignatureAlgorithm, hash: string, namedCurve: string | undefined): Parameters {
  if (algorithm === 'ed25519') return { key: { name: 'Ed25519' }, verify: { name: 'Ed25519' } }
  if (algorithm.startsWith('ecdsa') && namedCurve !== undefined) {
    return { key: { name: 'ECDSA', namedCurve }, verify: { name: 'ECDSA', hash } }
  }
  if (algorithm.startsWith('rsa_pss')) {
    return { key: { name: 'RSA-PSS', hash }, verify: { name: 'RSA-PSS', saltLength: Number(hash.slice(4)) / 8 } }
  }
  return { key: { name: 'RSASSA-PKCS1-v1_5', hash }, verify: { name: 'RSASSA-PKCS1-v1_5' } }
}
