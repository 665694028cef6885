/**
 * Decrypts an EncryptedPrivateKeyInfo (RFC 5958, section 3) and other data that a passphrase protects. An Error says
 * whether the passphrase is wrong or the scheme is not supported. It reveals nothing of the key.
 */
import { DerReader, Tag, enterOnly } from '../der.ts'
import type { PassphraseCrypto } from './passphrase-crypto.ts'
import { decrypt, type Passphrase } from './password-decryption.ts'
import { UnsupportedSchemeError } from './unsupported-scheme-error.ts'

/** Resolves with the PrivateKeyInfo. `option` is the name of the option that holds the key. */
export async function decryptKeyInfo(
  crypto: PassphraseCrypto,
  der: Uint8Array,
  passphrase: Passphrase,
  option: 'key' | 'pfx',
): Promise<Uint8Array> {
  const info = enterOnly(der, Tag.sequence)
  const algorithm = info.expect(Tag.sequence).whole
  return decryptOrExplain(crypto, algorithm, info.read(Tag.octetString), passphrase, option)
}

/** Decrypts a SEQUENCE. `algorithm` is a whole AlgorithmIdentifier. */
export function decryptOrExplain(
  crypto: PassphraseCrypto,
  algorithm: Uint8Array,
  data: Uint8Array,
  passphrase: Passphrase,
  option: 'key' | 'pfx',
): Promise<Uint8Array> {
  return sequenceOrExplain(() => decrypt(crypto, algorithm, data, passphrase), option)
}

/** Returns the result of `decrypting`, which must be a SEQUENCE. A wrong key leads to other bytes. */
export async function sequenceOrExplain(
  decrypting: () => Uint8Array | Promise<Uint8Array>,
  option: 'key' | 'pfx',
): Promise<Uint8Array> {
  try {
    const plain = await decrypting()
    new DerReader(plain).expect(Tag.sequence)
    return plain
  } catch (error) {
    throw error instanceof UnsupportedSchemeError || isUnsupported(error)
      ? new UnsupportedSchemeError(`\`${option}\` is encrypted in a way that is not supported here`, { cause: error })
      : new Error(`\`passphrase\` is not that of \`${option}\``, { cause: error })
  }
}

function isUnsupported(error: unknown): boolean {
  return error instanceof Error && /unsupported|unknown cipher|invalid cipher|not supported/i.test(error.message)
}
