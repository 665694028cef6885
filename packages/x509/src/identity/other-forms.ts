/**
 * Reads the forms of a key other than PKCS#8 in PEM. It is loaded on demand, because few programs have such keys.
 */
import type { PemBlock } from '../pem.ts'
import type { ClientIdentity } from './client-identity.ts'
import type { HostCrypto } from './host-crypto.ts'
import { ofHost, type PassphraseCrypto } from './passphrase-crypto.ts'
import { readPemKey } from './pem-key.ts'
import { readPkcs12 } from './pkcs12.ts'
import { UnsupportedSchemeError } from './unsupported-scheme-error.ts'

/** Loads cryptography for keys that the runtime's own cryptography cannot decrypt, and for runtimes without any. */
export type LoadCrypto = () => Promise<PassphraseCrypto>

/** The sources of cryptography. At least one is present. */
export interface EitherCrypto {
  readonly host: HostCrypto | undefined
  readonly other: LoadCrypto | undefined
}

export function readPfx(either: EitherCrypto, pfx: Uint8Array, passphrase?: string): Promise<ClientIdentity> {
  return byEither(either, (crypto) => readPkcs12(crypto, pfx, passphrase))
}

/** Resolves with the PrivateKeyInfo. */
export function readKey(either: EitherCrypto, block: PemBlock, passphrase?: string): Promise<Uint8Array> {
  return byEither(either, (crypto) => readPemKey(crypto, block, passphrase))
}

/**
 * Reads with the runtime's own cryptography. If that is absent or does not support the scheme, reads with the other.
 */
async function byEither<Read>(
  { host, other }: EitherCrypto,
  read: (crypto: PassphraseCrypto) => Promise<Read>,
): Promise<Read> {
  try {
    if (host !== undefined) return await read(ofHost(host))
  } catch (error) {
    if (!(error instanceof UnsupportedSchemeError) || other === undefined) throw error
  }
  if (other === undefined) throw new UnsupportedSchemeError('there is no cryptography here')
  return read(await other())
}
