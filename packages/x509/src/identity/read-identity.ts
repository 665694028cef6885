/**
 * The client's certificate and key, as users have them: PEM (RFC 7468), or PKCS#12. An error names the
 * option, and is thrown when the options are given. A wrong passphrase may be found out later, after a key derivation.
 */
import { Promise, Set, Uint8Array } from '../globals.ts'
import { equalBytes } from '../bytes.ts'
import { readPublicKey } from '../certificate.ts'
import { optionText, type PemSource } from '../option-text.ts'
import { pemBlocks, pemCertificates, type PemBlock } from '../pem.ts'
import type { ClientIdentity } from './client-identity.ts'
import { hostCrypto, type HostCrypto, type HostKey } from './host-crypto.ts'
import { checkPkcs12 } from './pkcs12-container.ts'
import { UnsupportedSchemeError } from './unsupported-scheme-error.ts'

/** A client's own certificate and key, in the forms in which they are given. */
export interface IdentityOptions {
  /** The certificate, with its chain, in PEM. Needs `key`. */
  readonly cert?: PemSource | undefined
  /** The private key of `cert`, in PEM. */
  readonly key?: PemSource | undefined
  /** Both in one, PKCS#12. */
  readonly pfx?: Uint8Array | undefined
  /** The passphrase of `key` or `pfx`. */
  readonly passphrase?: string | undefined
}

/** Reads what the runtime's own cryptography does not: a key in PEM, or PKCS#12. */
export interface OtherReader {
  /** Gives the key as PKCS#8. Rejects with an Error whose text the user can do something with. */
  key(pem: string, passphrase: string | undefined): Promise<Uint8Array>
  /** Gives both from PKCS#12. Rejects likewise. */
  pfx(pfx: Uint8Array, passphrase: string | undefined): Promise<ClientIdentity>
}

/**
 * Reads a client's certificate and key. Undefined where none is given; a promise where a passphrase takes longer.
 * @param options `cert` and `key`, or `pfx`; and their `passphrase`
 * @param other reads what the runtime's own cryptography does not; nobody unless given
 * @throws TypeError: an option cannot be used; the text names it. For what takes longer, it is a rejection.
 * @throws Error: `passphrase` is not that of `key` or `pfx`. For what takes longer, it is a rejection.
 * @example
 * import { readFileSync } from 'node:fs'
 * import { readClientIdentity } from '@chrome-socket/x509'
 *
 * const identity = await readClientIdentity({ pfx: readFileSync('client.p12'), passphrase: 'secret' })
 * console.log(identity?.chain.length)
 */
export function readClientIdentity(
  options: IdentityOptions,
  other?: OtherReader,
): ClientIdentity | Promise<ClientIdentity> | undefined {
  const { cert, key, pfx, passphrase } = options
  if (passphrase !== undefined && typeof passphrase !== 'string') throw new TypeError('`passphrase` has to be text')
  if (pfx !== undefined) {
    if (cert !== undefined || key !== undefined) throw new TypeError('`pfx` has both: leave out `cert` and `key`')
    return readPfx(pfx, passphrase, other)
  }
  if (cert === undefined && key === undefined) return undefined
  if (cert === undefined || key === undefined) throw new TypeError('`cert` and `key` go together')
  const chain = readChain(cert)
  const pkcs8 = readKey(optionText('key', key), passphrase, chain, other)
  return pkcs8 instanceof Uint8Array ? { chain, pkcs8 } : pkcs8.then((read) => ({ chain, pkcs8: read }))
}

function readChain(cert: PemSource): Uint8Array[] {
  const certificates = pemCertificates(optionText('cert', cert))
  if (certificates.length === 0) throw new TypeError('there is no certificate in `cert`')
  return certificates.map((der, index) => {
    if (der === undefined || publicKeyOf(der) === undefined) {
      throw new TypeError(`certificate ${index + 1} of \`cert\` cannot be read`)
    }
    return der
  })
}

function publicKeyOf(der: Uint8Array): Uint8Array | undefined {
  try {
    return readPublicKey(der)
  } catch {
    return undefined
  }
}

function readPfx(
  pfx: unknown,
  passphrase: string | undefined,
  other: OtherReader | undefined,
): Promise<ClientIdentity> {
  checkPkcs12(pfx)
  const crypto = hostCrypto()
  if (crypto === undefined) {
    if (other === undefined) throw new TypeError('`pfx` cannot be read here: give `cert` and `key`')
    return other.pfx(pfx, passphrase)
  }
  return import('./pkcs12.ts')
    .then(({ readPkcs12 }) => readPkcs12(crypto, pfx, passphrase))
    .then(
      (identity) => {
        const key = crypto.createPrivateKey({ key: identity.pkcs8, type: 'pkcs8', format: 'der' })
        mustFit(crypto, key, identity.chain, 'the key in `pfx` is not that of its certificate')
        return identity
      },
      (error: unknown) => {
        if (error instanceof UnsupportedSchemeError && other !== undefined) return other.pfx(pfx, passphrase)
        throw error
      },
    )
}

const keyLabels: ReadonlySet<string> = new Set([
  'PRIVATE KEY',
  'ENCRYPTED PRIVATE KEY',
  'RSA PRIVATE KEY',
  'EC PRIVATE KEY',
])

function readKey(
  text: string,
  passphrase: string | undefined,
  chain: readonly Uint8Array[],
  other: OtherReader | undefined,
): Uint8Array | Promise<Uint8Array> {
  const block = pemBlocks(text).find(({ label }) => keyLabels.has(label))
  if (block === undefined) throw new TypeError(`there is no private key in \`key\`${insteadOf(text)}`)
  if (block.der === undefined) throw new TypeError('the private key in `key` is broken PEM')
  const isEncrypted = block.label === 'ENCRYPTED PRIVATE KEY' || block.headers.includes('ENCRYPTED')
  if (isEncrypted && passphrase === undefined) throw new TypeError('`key` is encrypted: give its `passphrase`')
  const crypto = hostCrypto()
  if (crypto === undefined) return readWithoutHost(block, text, passphrase, other)
  let key: HostKey
  try {
    key = crypto.createPrivateKey({ key: pemOf(text, block), format: 'pem', ...(isEncrypted && { passphrase }) })
  } catch (error) {
    if (!isEncrypted) throw new TypeError('the private key in `key` cannot be read', { cause: error })
    if (!isUnsupported(error)) throw new Error('`passphrase` is not that of `key`', { cause: error })
    return readLater(crypto, block, text, passphrase, chain, other)
  }
  mustFit(crypto, key, chain, '`key` is not the key of the first certificate in `cert`')
  return new Uint8Array(key.export({ type: 'pkcs8', format: 'der' }))
}

function insteadOf(text: string): string {
  const labels = pemBlocks(text).map(({ label }) => label)
  return labels.length === 0 ? '' : `, but ${labels.join(', ')}`
}

/** The block alone: what is around it might be another one. */
function pemOf(text: string, { label }: PemBlock): string {
  const start = text.indexOf(`-----BEGIN ${label}-----`)
  const end = `-----END ${label}-----`
  return `${text.slice(start, text.indexOf(end, start))}${end}\n`
}

function isUnsupported(error: unknown): boolean {
  const { message = '', code = '' } = error as { readonly message?: string; readonly code?: string }
  return /unsupported/i.test(`${code} ${message}`)
}

/** A key derivation that the runtime has, though its reader of keys does not use it; or whatever `other` reads. */
async function readLater(
  crypto: HostCrypto,
  { der, label }: PemBlock,
  text: string,
  passphrase: string | undefined,
  chain: readonly Uint8Array[],
  other: OtherReader | undefined,
): Promise<Uint8Array> {
  let pkcs8: Uint8Array
  try {
    if (label !== 'ENCRYPTED PRIVATE KEY' || der === undefined) {
      throw new UnsupportedSchemeError('`key` is encrypted in a way that is not supported here')
    }
    const [{ decryptKeyInfo }, { passphraseOf }] = await Promise.all([
      import('./pkcs12.ts'),
      import('./password-decryption.ts'),
    ])
    pkcs8 = await decryptKeyInfo(crypto, der, passphraseOf(passphrase), 'key')
  } catch (error) {
    if (!(error instanceof UnsupportedSchemeError) || other === undefined) throw error
    pkcs8 = await other.key(text, passphrase)
  }
  const key = crypto.createPrivateKey({ key: pkcs8, type: 'pkcs8', format: 'der' })
  mustFit(crypto, key, chain, '`key` is not the key of the first certificate in `cert`')
  return pkcs8
}

function readWithoutHost(
  { der, label }: PemBlock,
  text: string,
  passphrase: string | undefined,
  other: OtherReader | undefined,
): Uint8Array | Promise<Uint8Array> {
  if (label === 'PRIVATE KEY' && der !== undefined) return der
  if (other === undefined) throw new TypeError('`key` cannot be read here: give it as PKCS#8 that is not encrypted')
  return other.key(text, passphrase)
}

function mustFit(crypto: HostCrypto, key: HostKey, [first]: readonly Uint8Array[], message: string): void {
  const spki = first && publicKeyOf(first)
  if (spki === undefined) return
  if (!equalBytes(spki, new Uint8Array(crypto.createPublicKey(key).export({ type: 'spki', format: 'der' })))) {
    throw new TypeError(message)
  }
}
