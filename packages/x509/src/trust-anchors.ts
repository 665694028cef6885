/**
 * Trust anchors, indexed by their subject.
 *
 * A list may have hundreds of certificates, and a handshake needs one or two. At first only the subject of each
 * certificate is parsed; the rest is parsed on demand.
 */
import { Map, Uint8Array } from './globals.ts'
import { equalBytes } from './bytes.ts'
import { readSubject } from './certificate-fields.ts'
import { parseCertificate, type Certificate } from './certificate.ts'
import { DerError } from './der.ts'
import { isDer, optionText, type PemSource } from './option-text.ts'
import { pemCertificates } from './pem.ts'

/** The certificates that are trusted without an issuer. */
export interface TrustAnchors {
  /** The number of anchors. */
  readonly size: number
  /**
   * Whether these are the runtime's own anchors, which are mostly public authorities, and not anchors that a user
   * gave.
   */
  readonly arePublic: boolean
  /** The certificates that were left out, each named in a sentence for a log. */
  readonly unreadable: readonly string[]
  /** Returns the anchors with this subject. `key` is the `Name.key` of the subject. */
  bySubject(key: string): readonly Certificate[]
  /** Whether this certificate is an anchor. */
  has(certificate: Certificate): boolean
}

interface Entry {
  readonly der: Uint8Array
  /** Undefined until it is needed. Null if it is malformed. */
  certificate?: Certificate | null
}

/**
 * Makes an index of trusted certificates. A certificate that cannot be read is left out, and `unreadable` names
 * it.
 * @param source PEM (text or bytes, with any number of certificates) or DER, one or a list; DER is not copied and must
 * not change
 * @param arePublic whether these are the runtime's own certificates, whose RSA keys need 2048 bits; the default is
 * false
 * @throws TypeError: the source is neither PEM nor DER, or no certificate in it can be read.
 * @example
 * import { readFileSync } from 'node:fs'
 * import { parseTrustAnchors } from '@chrome-socket/x509'
 *
 * const anchors = parseTrustAnchors(readFileSync('ca.pem'))
 * console.log(anchors.size, anchors.unreadable)
 */
export function parseTrustAnchors(source: PemSource | readonly PemSource[], arePublic = false): TrustAnchors {
  const list = typeof source === 'string' || source instanceof Uint8Array ? [source] : source
  if (!Array.isArray(list)) throw new TypeError('`ca` has to be PEM, DER, or a list of them')
  const index = new Map<string, Entry[]>()
  const unreadable: string[] = []
  let size = 0
  for (const [position, each] of list.entries()) {
    const option = list.length === 1 ? 'ca' : `ca[${position}]`
    const certificates = isDer(each) ? [each] : pemCertificates(optionText(option, each))
    for (const [number, der] of certificates.entries()) {
      const key = der && subjectKeyOf(der)
      if (der === undefined || key === undefined) {
        unreadable.push(`certificate ${number + 1} of \`${option}\` cannot be read`)
        continue
      }
      const entries = index.get(key)
      if (entries === undefined) index.set(key, [{ der }])
      else if (entries.some((entry) => equalBytes(entry.der, der))) continue
      else entries.push({ der })
      size += 1
    }
  }
  if (size === 0 && list.length > 0) throw new TypeError(unreadable[0] ?? 'there is no certificate in `ca`')
  return {
    size,
    arePublic,
    unreadable,
    bySubject: (key) => (index.get(key) ?? []).map(certificateOf).filter((certificate) => certificate !== null),
    has: ({ subject, der }) => index.get(subject.key)?.some((entry) => equalBytes(entry.der, der)) ?? false,
  }
}

let lastPublic: readonly string[] | undefined
let lastAnchors: TrustAnchors | undefined

/**
 * Makes an index of the certificates from `certificatesOfRuntime`. The index of the same list is made once.
 * @param certificates certificates in PEM
 * @throws TypeError: no certificate of the list can be read. If only some cannot be read, they are left out.
 * @example
 * import { publicTrustAnchors } from '@chrome-socket/x509'
 * import { certificatesOfRuntime } from '@chrome-socket/x509/runtime-anchors'
 *
 * console.log(publicTrustAnchors(certificatesOfRuntime()).size)
 */
export function publicTrustAnchors(certificates: readonly string[]): TrustAnchors {
  if (lastAnchors !== undefined && certificates === lastPublic) return lastAnchors
  lastPublic = certificates
  lastAnchors = parseTrustAnchors(certificates, true)
  return lastAnchors
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
