/**
 * Reads a file of trusted certificates as the TLS library of a runtime reads it.
 * Sources: https://docs.openssl.org/3.5/man3/X509_load_cert_file/ and, for the settings of a TRUSTED CERTIFICATE,
 * https://docs.openssl.org/3.5/man1/openssl-x509/#trust-settings; RFC 7468, section 5, whose label alone Deno accepts.
 */
import { Set } from './globals.ts'
import { readSubject } from './certificate-fields.ts'
import { DerReader, Tag, contextConstructedTag } from './der.ts'
import { oidKey } from './der-values.ts'
import { Oid } from './oid.ts'
import { encodePem, pemBlocks, type PemBlock } from './pem.ts'

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

/** Returns the certificates of a file that are trusted for servers, each in PEM. */
export function certificatesOfFile(text: string, { labels, broken }: AnchorFileRules): string[] {
  const kept: string[] = []
  const wanted = new Set(labels)
  // A marker stands at the beginning of a line.
  const lines = text.replace(/^\uFEFF/, '').replaceAll(/(?<=[^\r\n])-----BEGIN /g, ' ')
  for (const { label, der } of pemBlocks(lines)) {
    if (!wanted.has(label)) continue
    // rustls refuses a file with a block that is not base64.
    if (der === undefined && broken === 'is left out') return []
    if (der !== undefined && isReadable({ label, der })) {
      if (label !== trusted || isForServers(der)) kept.push(encodePem(der, label))
    } else if (broken === 'ends the file') break
    else if (broken === 'refuses the file') return []
  }
  return kept
}

type Certificate = Pick<PemBlock, 'label'> & { readonly der: Uint8Array }

function isReadable({ label, der }: Certificate): boolean {
  try {
    readSubject(label === trusted ? new DerReader(der).element().whole : der)
    return true
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
    const use = oidKey(uses.read(Tag.oid))
    if (use === Oid.serverAuth || use === Oid.anyExtendedKeyUsage) found = true
  }
  return found
}
