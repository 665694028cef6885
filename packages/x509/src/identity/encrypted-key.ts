/**
 * Decrypts an EncryptedPrivateKeyInfo (RFC 5958, section 3) and other data that a passphrase protects. An Error says
 * whether the passphrase is wrong or the scheme is not supported. It reveals nothing of the key.
 */
import { derOf } from '../ber.ts'
import { DerError, Tag, enterOnly } from '../der.ts'
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

/**
 * Returns the result of `decrypting`, which must be one SEQUENCE, well-formed to its end. One wrong passphrase in 256 gives a
 * right padding, and one in 65,536 also gives the tag of a SEQUENCE.
 */
export async function sequenceOrExplain(
  decrypting: () => Uint8Array | Promise<Uint8Array>,
  option: 'key' | 'pfx',
): Promise<Uint8Array> {
  try {
    const plain = await decrypting()
    if (plain[0] !== Tag.sequence) throw new DerError('no SEQUENCE')
    derOf(plain)
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
