/**
 * Reads a file of trusted certificates as the TLS library of a runtime reads it. A page does not load this, so it
 * imports little of the verifier: bundlers would cut that into more parts.
 * Sources: https://docs.openssl.org/3.5/man3/X509_load_cert_file/ and, for the settings of a TRUSTED CERTIFICATE,
 * https://docs.openssl.org/3.5/man1/openssl-x509/#trust-settings; RFC 7468, section 5, whose label alone Deno accepts.
 */
import { builtin } from './builtin.ts'
import { decodeBase64 } from './bytes.ts'
import { DerReader, Tag, contextConstructedTag } from './der.ts'
import { oidKey } from './der-values.ts'
import { Set } from './globals.ts'

/** The purposes of an authority for servers: serverAuth and anyExtendedKeyUsage (RFC 5280, section 4.2.1.12). */
const forServers: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.3.1', '2.5.29.37.0'])

/** The rules of a TLS library for a file of certificates. */
export interface AnchorFileRules {
  /** The labels of the blocks that it reads. It passes over the others. */
  readonly labels: readonly string[]
  /** The effect of a broken block: on the whole file, on the blocks from there on, or on this block alone. */
  readonly broken: 'refuses the file' | 'ends the file' | 'is left out'
}

const plain = ['CERTIFICATE', 'X509 CERTIFICATE'] as const
const trusted = 'TRUSTED CERTIFICATE'

/** SSL_CERT_FILE and SSL_CERT_DIR of OpenSSL and BoringSSL. */
export const openSslRules: AnchorFileRules = { labels: [...plain, trusted], broken: 'refuses the file' }
/** NODE_EXTRA_CA_CERTS of Node before 22.15 (src/crypto/crypto_context.cc, AddCertsFromFile). */
export const nodeExtraRules: AnchorFileRules = { labels: plain, broken: 'ends the file' }
/** DENO_CERT and `--cert` (rustls-pki-types). */
export const denoRules: AnchorFileRules = { labels: ['CERTIFICATE'], broken: 'is left out' }

/** A block: its label, and the base64 between its markers. */
const block = /^-----BEGIN ([^-\r\n]+)-----([^]*?)-----END \1-----/

/** Returns the certificates of a file that are trusted for servers, each in PEM. */
export function certificatesOfFile(text: string, { labels, broken }: AnchorFileRules): string[] {
  const kept: string[] = []
  // A marker stands at the beginning of a line.
  for (const part of text.replace(/^\uFEFF/, '').split(/^(?=-----BEGIN )/m)) {
    const label = /^-----BEGIN ([^-\r\n]+)-----/.exec(part)?.[1]
    if (label === undefined || !labels.includes(label)) continue
    const [pem = '', , content] = block.exec(part) ?? []
    const der = content === undefined ? undefined : decodeBase64(content)
    // rustls refuses a file with a block that is not base64.
    if (der === undefined && broken === 'is left out') return []
    if (der !== undefined && isReadable(pem)) {
      if (label !== trusted || isForServers(der)) kept.push(`${pem}\n`)
    } else if (broken === 'ends the file') break
    else if (broken === 'refuses the file') return []
  }
  return kept
}

interface NodeCrypto {
  readonly X509Certificate: new (pem: string) => object
}

/** Whether the runtime itself can read a certificate. */
function isReadable(pem: string): boolean {
  try {
    const crypto = builtin<NodeCrypto>('node:crypto')
    return crypto === undefined || new crypto.X509Certificate(pem) instanceof crypto.X509Certificate
  } catch {
    return false
  }
}

/**
 * Whether the settings behind a certificate let it vouch for servers: SEQUENCE { trusted SEQUENCE OF OID OPTIONAL,
 * rejected [0] SEQUENCE OF OID OPTIONAL, … }. Without settings it does.
 */
function isForServers(der: Uint8Array): boolean {
  try {
    const reader = new DerReader(der)
    reader.element()
    const settings = reader.enterOptional(Tag.sequence)
    const uses = settings?.enterOptional(Tag.sequence)
    const rejected = settings?.enterOptional(contextConstructedTag(0))
    return (uses === undefined || hasServers(uses)) && (rejected === undefined || !hasServers(rejected))
  } catch {
    return false
  }
}

function hasServers(uses: DerReader): boolean {
  let found = false
  while (uses.more) {
    if (forServers.has(oidKey(uses.read(Tag.oid)))) found = true
  }
  return found
}
