/**
 * Reads and writes PEM (RFC 7468, and RFC 1421 for its headers). A block is base64 between two markers. Text around
 * the blocks is a comment.
 */
import { decodeBase64 } from './bytes.ts'
import { Set, btoa, arrayFrom, textOf } from './globals.ts'
import { DerError, DerReader } from './der.ts'

export interface PemBlock {
  readonly label: string
  /** The headers of RFC 1421, section 4.4. OpenSSL writes `Proc-Type` and `DEK-Info` for an encrypted key. */
  readonly headers: string
  /** Undefined if the content is not base64, or the end marker is missing. */
  readonly der: Uint8Array | undefined
}

const begin = /-----BEGIN ([^-\r\n]+)-----/g

/** Returns all blocks, in their order. */
export function pemBlocks(text: string): PemBlock[] {
  return arrayFrom(text.matchAll(begin), (found): PemBlock => {
    const label = (found[1] ?? '').trim()
    const start = found.index + found[0].length
    const end = text.indexOf(`-----END ${label}-----`, start)
    const next = text.indexOf('-----BEGIN ', start)
    if (end === -1 || (next !== -1 && next < end)) return { label, headers: '', der: undefined }
    const content = text.slice(start, end)
    const [, headers = ''] = /^\s*((?:[\w-]+: [^\r\n]*\r?\n(?:[ \t]+[^\r\n]*\r?\n)*)+)\s*\r?\n/.exec(content) ?? []
    return { label, headers, der: decodeBase64(content.slice(content.indexOf(headers) + headers.length)) }
  })
}

/**
 * Returns the contents of the PEM blocks with one label, in their order.
 * @param text PEM; text around the blocks is ignored
 * @param label such as `CERTIFICATE` or `PRIVATE KEY`
 * @throws DerError: a block with this label is not base64, or its end is missing.
 * @example
 * import { readFileSync } from 'node:fs'
 * import { decodePem } from '@chrome-socket/x509'
 *
 * const [certificate] = decodePem(readFileSync('server.pem', 'utf8'), 'CERTIFICATE')
 */
export function decodePem(text: string, label: string): Uint8Array[] {
  return pemBlocks(text)
    .filter((block) => block.label === label)
    .map(({ der }) => {
      if (der === undefined) throw new DerError('PEM that is not base64')
      return der
    })
}

/**
 * Writes one PEM block, with lines of 64 characters.
 * @param der any bytes
 * @param label such as `CERTIFICATE`
 * @errors Cannot fail.
 * @example
 * import type { X509Certificate } from 'node:crypto'
 * import { encodePem } from '@chrome-socket/x509'
 *
 * export const pemOf = (certificate: X509Certificate) => encodePem(certificate.raw, 'CERTIFICATE')
 */
export function encodePem(der: Uint8Array, label: string): string {
  let binary = ''
  for (const octet of der) binary += textOf(octet)
  const lines = btoa(binary).replaceAll(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`
}

/**
 * The labels of certificates: the standard label, an old label, and OpenSSL's label for a certificate with trust
 * settings behind it.
 */
const certificateLabels: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'])

/** Returns the certificates among the blocks, in DER. A broken certificate is undefined. */
export function pemCertificates(text: string): (Uint8Array | undefined)[] {
  return pemBlocks(text)
    .filter(({ label }) => certificateLabels.has(label))
    .map(({ label, der }) => (label === 'TRUSTED CERTIFICATE' && der !== undefined ? firstElement(der) : der))
}

function firstElement(der: Uint8Array): Uint8Array | undefined {
  try {
    return new DerReader(der).element().whole
  } catch {
    return undefined
  }
}
