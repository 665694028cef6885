/**
 * The client's certificate and key, as users have them: PEM (RFC 7468), or PKCS#12 (RFC 7292).
 * What is encrypted, or older than PKCS#8, is read by forge, which is loaded for it.
 */
import { privateKeyAlgorithm } from './crypto/pkcs8.ts'
import type { CryptoProvider } from './crypto/provider.ts'
import { kindOfAlgorithm } from './crypto/spki.ts'
import type { ClientCertificate } from './handshake/context.ts'
import type { ForgeTlsOptions } from './options.ts'
import { decodePem } from '@chrome-socket/x509'

/** A certificate chain and a PrivateKeyInfo, in DER. */
export interface Identity {
  readonly chain: readonly Uint8Array[]
  readonly pkcs8: Uint8Array
}

/** Rejects with what is wrong, without anything of the key in it. Undefined where no certificate was given. */
export async function clientIdentity(
  options: ForgeTlsOptions,
  crypto: CryptoProvider,
): Promise<ClientCertificate | undefined> {
  const identity = await readIdentity(options)
  if (identity === undefined) return undefined
  const [first] = identity.chain
  if (first === undefined) throw new Error('there is no certificate in `cert`')
  const kind = kindOfAlgorithm(privateKeyAlgorithm(identity.pkcs8))
  if (kind === undefined) throw new Error('the private key in `key` is of a kind that is not supported')
  return { chain: identity.chain, key: await crypto.importSigningKey(identity.pkcs8, kind) }
}

async function readIdentity({ cert, key, pfx, passphrase }: ForgeTlsOptions): Promise<Identity | undefined> {
  if (pfx !== undefined) return (await import('./forge-keys.ts')).readPkcs12(pfx, passphrase ?? '')
  if (cert === undefined || key === undefined) return undefined
  const [pkcs8] = decodePem(key, 'PRIVATE KEY')
  return {
    chain: decodePem(cert, 'CERTIFICATE'),
    pkcs8: pkcs8 ?? (await import('./forge-keys.ts')).readPrivateKey(key, passphrase),
  }
}
