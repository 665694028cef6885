/**
 * An EncryptedPrivateKeyInfo (RFC 5958, section 3) and what else is encrypted by a passphrase, with an Error that says
 * what is wrong: the passphrase, or that the way is not supported. There is nothing of the key in it.
 */
import { derOf } from '../ber.ts'
import { DerError, Tag, enterOnly } from '../der.ts'
import type { PassphraseCrypto } from './passphrase-crypto.ts'
import { decrypt, type Passphrase } from './password-decryption.ts'
import { UnsupportedSchemeError } from './unsupported-scheme-error.ts'

/** Resolves with the PrivateKeyInfo. `option` is where the user gave it. */
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

/** `algorithm` is a whole AlgorithmIdentifier; a SEQUENCE is encrypted. */
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
 * Gives the result of `decrypting`, which has to be one SEQUENCE, well-formed to its end. One wrong
 * passphrase in 256 gives a right padding, and one in 65,536 also gives the tag of a SEQUENCE.
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
