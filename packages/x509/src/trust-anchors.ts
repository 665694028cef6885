/**
 * The certificates that are trusted as they are, indexed by their subject.
 *
 * There may be hundreds, of which a handshake needs one or two: at first only the subject is read, and the rest on
 * need.
 */
import { equalBytes } from './bytes.ts'
import { parseCertificate, readSubject, type Certificate } from './certificate.ts'
import { DerError } from './der.ts'
import { decodePem } from './pem.ts'

export interface TrustAnchors {
  readonly size: number
  /** The runtime's own, public authorities for the most part, and not some that were given. */
  readonly arePublic: boolean
  /** The anchors with this subject, by `Name.key`. */
  bySubject(key: string): readonly Certificate[]
  /** Is this very certificate an anchor? */
  has(certificate: Certificate): boolean
}

/** Null once it was found malformed. */
interface Entry {
  readonly der: Uint8Array
  certificate?: Certificate | null
}

/**
 * Takes PEM, as text or as a file's bytes, with any number of certificates in it, or DER, one or a list of them. DER is
 * used as it is: it must not change afterwards. What cannot be read is left out and never trusted; throws DerError if
 * that is all there is.
 */
export function parseTrustAnchors(
  source: string | Uint8Array | readonly (string | Uint8Array)[],
  arePublic = false,
): TrustAnchors {
  const list = typeof source === 'string' || source instanceof Uint8Array ? [source] : source
  const certificates = list.flatMap(certificatesIn)
  const index = new Map<string, Entry[]>()
  let size = 0
  for (const der of certificates) {
    const key = subjectKeyOf(der)
    if (key === undefined) continue
    const entries = index.get(key)
    if (entries === undefined) index.set(key, [{ der }])
    else if (entries.some((entry) => equalBytes(entry.der, der))) continue
    else entries.push({ der })
    size += 1
  }
  if (size === 0 && list.length > 0) throw new DerError('`ca`: there is no certificate in what was given')
  return {
    size,
    arePublic,
    bySubject: (key) => (index.get(key) ?? []).map(certificateOf).filter((certificate) => certificate !== null),
    has: ({ subject, der }) => index.get(subject.key)?.some((entry) => equalBytes(entry.der, der)) ?? false,
  }
}

/** DER begins with the tag of a SEQUENCE, which is no way to begin PEM. */
function certificatesIn(source: string | Uint8Array): Uint8Array[] {
  if (typeof source === 'string') return decodePem(source, 'CERTIFICATE')
  return source[0] === 0x30 ? [source] : decodePem(new TextDecoder().decode(source), 'CERTIFICATE')
}

function subjectKeyOf(der: Uint8Array): string | undefined {
  try {
    return readSubject(der).key
  } catch (error) {
    if (error instanceof DerError) return undefined
    throw error
  }
}

function certificateOf(entry: Entry): Certificate | null {
  if (entry.certificate === undefined) {
    try {
      entry.certificate = parseCertificate(entry.der)
    } catch (error) {
      if (!(error instanceof DerError)) throw error
      entry.certificate = null
    }
  }
  return entry.certificate
}
