/**
 * The forms of a key that are more than PKCS#8 in PEM. This is loaded when one of them is given: nearly every page and
 * program does without.
 */
import type { PemBlock } from '../pem.ts'
import type { ClientIdentity } from './client-identity.ts'
import type { HostCrypto } from './host-crypto.ts'
import { ofHost, type PassphraseCrypto } from './passphrase-crypto.ts'
import { readPemKey } from './pem-key.ts'
import { readPkcs12 } from './pkcs12.ts'
import { UnsupportedSchemeError } from './unsupported-scheme-error.ts'

/** Loads the cryptography for what the runtime's own does not decrypt, or for where it has none. */
export type LoadCrypto = () => Promise<PassphraseCrypto>

/** One of both is there. */
export interface EitherCrypto {
  readonly host: HostCrypto | undefined
  readonly other: LoadCrypto | undefined
}

export function readPfx(either: EitherCrypto, pfx: Uint8Array, passphrase?: string): Promise<ClientIdentity> {
  return byEither(either, (crypto) => readPkcs12(crypto, pfx, passphrase))
}

/** A PrivateKeyInfo. */
export function readKey(either: EitherCrypto, block: PemBlock, passphrase?: string): Promise<Uint8Array> {
  return byEither(either, (crypto) => readPemKey(crypto, block, passphrase))
}

/** By the runtime's own cryptography, or, where it has none or cannot do it, by the other. */
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
