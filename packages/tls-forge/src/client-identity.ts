/**
 * The client's certificate and key, ready to sign with. JavaScript decrypts what the runtime's own cryptography does not, or
 * what a page has no such thing for. It is loaded for it.
 */
import { readClientIdentity, type ClientIdentity } from '@chrome-socket/x509'
import { privateKeyAlgorithm } from './crypto/pkcs8.ts'
import type { CryptoProvider, SigningKey } from './crypto/provider.ts'
import { kindOfAlgorithm, publicKeyOf } from './crypto/spki.ts'
import type { ClientCertificate } from './handshake/context.ts'
import type { ForgeTlsOptions } from './options.ts'
import { readPublicKey } from '@chrome-socket/x509'

/** Throws a TypeError for what can be seen at once; see `readClientIdentity`. */
export function identityOf(options: ForgeTlsOptions): ClientIdentity | Promise<ClientIdentity> | undefined {
  return readClientIdentity(options, async () => (await import('./crypto/pure.ts')).passphraseCrypto)
}

/** Rejects with what is wrong, without anything of the key in it. Undefined where no certificate was given. */
export async function clientCertificate(
  identity: ClientIdentity | undefined,
  crypto: CryptoProvider,
): Promise<ClientCertificate | undefined> {
  if (identity === undefined) return undefined
  const kind = kindOfAlgorithm(privateKeyAlgorithm(identity.pkcs8))
  if (kind === undefined) throw new Error('the private key is of a kind that is not supported')
  const key = await crypto.importSigningKey(identity.pkcs8, kind)
  if (!(await isKeyOf(identity, key, crypto))) throw new Error('the private key is not that of the certificate')
  return { chain: identity.chain, key }
}

/** Where there is no `node:crypto` to tell it before. */
async function isKeyOf({ chain }: ClientIdentity, key: SigningKey, crypto: CryptoProvider): Promise<boolean> {
  const [first] = chain
  const spki = first && readPublicKey(first)
  if (spki === undefined || publicKeyOf(spki)?.kind !== key.kind) return false
  const algorithm = key.kind === 'rsa' ? 'rsa_pkcs1_sha256' : key.kind === 'ed25519' ? 'ed25519' : 'ecdsa_sha256'
  const data = new TextEncoder().encode('Is it the same key?')
  return crypto.verify(algorithm, spki, await key.sign(algorithm, data), data)
}
