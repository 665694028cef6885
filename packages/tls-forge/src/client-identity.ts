/**
 * Prepares the client's certificate and key for signing. Cryptography in JavaScript is loaded for keys that the runtime's own
 * cannot decrypt, and in a page, which has no such cryptography.
 */
import { Error, TextEncoder } from './bytes/globals.ts'
import { readClientIdentity, readPublicKey, type ClientIdentity } from '@chrome-socket/x509'
import { privateKeyAlgorithm } from './crypto/pkcs8.ts'
import type { CryptoProvider, SigningKey } from './crypto/provider.ts'
import { kindOfAlgorithm, publicKeyOf } from './crypto/spki.ts'
import type { ClientCertificate } from './handshake/context.ts'
import type { ForgeTlsOptions } from './options.ts'

/** Reads the client's certificate and key. Throws and rejects as `readClientIdentity`. */
export function identityOf(options: ForgeTlsOptions): ClientIdentity | Promise<ClientIdentity> | undefined {
  return readClientIdentity(options, async () => (await import('./crypto/pure.ts')).passphraseCrypto)
}

/**
 * Prepares the identity. Resolves with undefined if there is none. Rejects with an error that reveals nothing of the
 * key.
 */
export async function clientCertificate(
  identity: ClientIdentity | undefined,
  crypto: CryptoProvider,
): Promise<ClientCertificate | undefined> {
  if (identity === undefined) return undefined
  const kind = kindOfAlgorithm(privateKeyAlgorithm(identity.pkcs8))
  if (kind === undefined) throw new Error('the private key is of a kind that is not supported')
  const key = await crypto.importSigningKey(identity.pkcs8, kind)
  if (!(await isKeyOf(identity, key, crypto))) throw new Error('the private key does not belong to the certificate')
  return { chain: identity.chain, key }
}

/** Whether the key fits the certificate. `readClientIdentity` checks this only with `node:crypto`. */
async function isKeyOf({ chain }: ClientIdentity, key: SigningKey, crypto: CryptoProvider): Promise<boolean> {
  const [first] = chain
  const spki = first && readPublicKey(first)
  if (spki === undefined || publicKeyOf(spki)?.kind !== key.kind) return false
  const algorithm = key.kind === 'rsa' ? 'rsa_pkcs1_sha256' : key.kind === 'ed25519' ? 'ed25519' : 'ecdsa_sha256'
  const data = new TextEncoder().encode('Is it the same key?')
  return crypto.verify(algorithm, spki, await key.sign(algorithm, data), data)
}
