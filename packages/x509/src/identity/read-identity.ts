/**
 * Reads the client's certificate and key from PEM (RFC 7468) or PKCS#12. An error names the option, and is thrown
 * when the options are given. A wrong passphrase may be found later, after a key derivation.
 */
import { Set, TextDecoder, Uint8Array } from '../globals.ts'
import { equalBytes } from '../bytes.ts'
import { readPublicKey } from '../certificate-fields.ts'
import { Tag } from '../der.ts'
import { optionText, type PemSource } from '../option-text.ts'
import { pemBlocks, pemCertificates, type PemBlock } from '../pem.ts'
import type { ClientIdentity } from './client-identity.ts'
import { hostCrypto, type HostCrypto, type HostKey } from './host-crypto.ts'
import type { LoadCrypto } from './other-forms.ts'

/** The certificate and key of a client. */
export interface IdentityOptions {
  /** The client's certificate, for servers that ask for one: PEM, followed by its intermediates. Needs `key`. */
  readonly cert?: PemSource | undefined
  /** The private key of `cert`, in PEM: PKCS#8, PKCS#1 or SEC1. PKCS#8 and PKCS#1 may be encrypted with `passphrase`. */
  readonly key?: PemSource | undefined
  /** The certificate and its key in PKCS#12, instead of `cert` and `key`. */
  readonly pfx?: Uint8Array | undefined
  /** The passphrase of `key` or `pfx`. */
  readonly passphrase?: string | undefined
}

/**
 * * Reads a client's certificate and key. Returns undefined if there are none in `options`, and a promise if a
 * key derivation is necessary.
 * @param options `cert` and `key`, or `pfx`, and the `passphrase`
 * @param other loads cryptography for keys that the runtime's own cannot read; without it, such keys are errors
 * @throws TypeError: an option is not valid; the message names it. A promise rejects with it.
 * @throws Error: `passphrase` does not fit `key` or `pfx`. A promise rejects with it.
 * @example
 * import { readFileSync } from 'node:fs'
 * import { readClientIdentity } from '@chrome-socket/x509'
 *
 * const identity = await readClientIdentity({ pfx: readFileSync('client.p12'), passphrase: 'secret' })
 * console.log(identity?.chain.length)
 */
export function readClientIdentity(
  options: IdentityOptions,
  other?: LoadCrypto,
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

function readPfx(pfx: unknown, passphrase: string | undefined, other: LoadCrypto | undefined): Promise<ClientIdentity> {
  checkPkcs12(pfx)
  const host = hostCrypto()
  if (host === undefined && other === undefined) throw new TypeError('`pfx` cannot be read here: give `cert` and `key`')
  const reading = import('./other-forms.ts').then((forms) => forms.readPfx({ host, other }, pfx, passphrase))
  return reading.then((identity) => {
    if (host !== undefined) {
      mustFit(host, keyIn(host, identity.pkcs8), identity.chain, 'the key in `pfx` is not that of its certificate')
    }
    return identity
  })
}

/** Throws a TypeError for a file whose first bytes are not those of PKCS#12. */
function checkPkcs12(pfx: unknown): asserts pfx is Uint8Array {
  if (typeof pfx === 'string') throw new TypeError('`pfx` is text: give the bytes of the file')
  if (!(pfx instanceof Uint8Array)) throw new TypeError('`pfx` has to be the bytes of a PKCS#12 file')
  const [tag, length = 0] = pfx
  // RFC 7292, section 4: a SEQUENCE, whose length may take several octets or be indefinite, with the version first, which is 3.
  const version = length < 0x80 ? 2 : 2 + (length & 0x7f)
  if (tag === Tag.sequence && equalBytes(pfx.subarray(version, version + 3), Uint8Array.of(Tag.integer, 1, 3))) return
  const text = new TextDecoder().decode(pfx.subarray(0, 64))
  const whatItIs = text.includes('-----BEGIN') ? 'is PEM: give it in `cert` and `key`' : 'is not PKCS#12'
  throw new TypeError(`\`pfx\` ${whatItIs}`)
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
  other: LoadCrypto | undefined,
): Uint8Array | Promise<Uint8Array> {
  const block = pemBlocks(text).find(({ label }) => keyLabels.has(label))
  if (block === undefined) throw new TypeError(`there is no private key in \`key\`${insteadOf(text)}`)
  if (block.der === undefined) throw new TypeError('the private key in `key` is broken PEM')
  const isEncrypted = block.label === 'ENCRYPTED PRIVATE KEY' || block.headers.includes('ENCRYPTED')
  if (isEncrypted && passphrase === undefined) throw new TypeError('`key` is encrypted: give its `passphrase`')
  const host = hostCrypto()
  if (host === undefined) {
    if (block.label === 'PRIVATE KEY') return block.der
    if (other === undefined) throw new TypeError('`key` cannot be read here: give it as PKCS#8 that is not encrypted')
    return readOtherForm(host, other, block, passphrase)
  }
  let key: HostKey
  try {
    key = host.createPrivateKey({ key: pemOf(text, block), format: 'pem', ...(isEncrypted && { passphrase }) })
  } catch (error) {
    if (!isEncrypted) throw new TypeError('the private key in `key` cannot be read', { cause: error })
    if (!isUnsupported(error)) throw new Error('`passphrase` is not that of `key`', { cause: error })
    // The runtime may support the key derivation although its reader of keys does not.
    return readOtherForm(host, other, block, passphrase).then((pkcs8) => {
      mustFit(host, keyIn(host, pkcs8), chain, notOfCert)
      return pkcs8
    })
  }
  mustFit(host, key, chain, notOfCert)
  return new Uint8Array(key.export({ type: 'pkcs8', format: 'der' }))
}

const notOfCert = '`key` is not the key of the first certificate in `cert`'

function readOtherForm(
  host: HostCrypto | undefined,
  other: LoadCrypto | undefined,
  block: PemBlock,
  passphrase: string | undefined,
): Promise<Uint8Array> {
  return import('./other-forms.ts').then((forms) => forms.readKey({ host, other }, block, passphrase))
}

function keyIn(host: HostCrypto, pkcs8: Uint8Array): HostKey {
  return host.createPrivateKey({ key: pkcs8, type: 'pkcs8', format: 'der' })
}

function insteadOf(text: string): string {
  const labels = pemBlocks(text).map(({ label }) => label)
  return labels.length === 0 ? '' : `, but ${labels.join(', ')}`
}

/** Returns the block alone, because there may be other blocks around it. */
function pemOf(text: string, { label }: PemBlock): string {
  const start = text.indexOf(`-----BEGIN ${label}-----`)
  const end = `-----END ${label}-----`
  return `${text.slice(start, text.indexOf(end, start))}${end}\n`
}

function isUnsupported(error: unknown): boolean {
  const { message = '', code = '' } = error as { readonly message?: string; readonly code?: string }
  return /unsupported/i.test(`${code} ${message}`)
}

function mustFit(crypto: HostCrypto, key: HostKey, [first]: readonly Uint8Array[], message: string): void {
  const spki = first && publicKeyOf(first)
  if (spki === undefined) return
  if (!equalBytes(spki, new Uint8Array(crypto.createPublicKey(key).export({ type: 'spki', format: 'der' })))) {
    throw new TypeError(message)
  }
}
