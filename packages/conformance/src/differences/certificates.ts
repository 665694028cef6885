/**
 * The certificates with another verdict than Chromium's, by TLS provider and runtime, each with the reason. If a
 * runtime decides by itself, before this project's verifier, it refuses the certificate.
 */

/** `verifier` is `@chrome-socket/x509` by itself, without a handshake. */
export type Verifier = 'verifier' | 'forgeTls' | 'nodeTls' | 'bunTls'
/** The runtimes whose own TLS takes part in the verdict. */
export type CertificateRuntime = 'node' | 'bun' | 'deno'

/** A group of certificate cases for which a TLS provider's verdict is not Chromium's, with the reason. */
export interface CertificateDifference {
  /** The reason, in one or two sentences. */
  readonly reason: string
  /** The TLS providers. The default is all. */
  readonly by?: readonly Verifier[]
  /** The runtimes. The default is all. */
  readonly runtimes?: readonly CertificateRuntime[]
  /** The results by the names of the cases. */
  readonly results: Readonly<Record<string, number>>
}

const nativeTls = ['nodeTls', 'bunTls'] as const

/** All known differences. Every other verdict must be Chromium's. */
export const certificateDifferences: readonly CertificateDifference[] = [
  {
    reason: 'Chromium offers no signature scheme for P-521; this project does.',
    results: { 'P-521 leaf': 0 },
  },
  {
    reason: 'Chromium does not know Ed25519 in certificates; this project does.',
    results: { 'Ed25519 leaf': 0, 'Ed25519 root': 0 },
  },
  {
    reason: 'This project has no Public Suffix List.',
    results: { 'wildcard for a public suffix of two labels': 0 },
  },
  {
    reason: 'A name that is not a DNS name is outside all constraints.',
    results: { 'name constraints and a name that is none': -207 },
  },
  {
    reason: 'NSS, where Chromium keeps anchors, compares the octets of names, against RFC 5280, section 7.1.',
    results: { 'issuer named in capitals': 0 },
  },
  {
    reason: 'A key that is no point of its curve cannot have signed anything. Chromium cannot read it.',
    results: { 'intermediate with a key that is no point of its curve': -202 },
  },
  {
    reason: 'Chromium offers no signature scheme for such keys. OpenSSL does; the verifier then refuses the key.',
    by: ['verifier', 'nodeTls'],
    runtimes: ['node'],
    results: { 'RSASSA-PSS key in the leaf': -207 },
  },
  {
    reason:
      'BoringSSL, as Bun uses it, does not go on with extensions that it cannot read. Chromium does not look at them.',
    by: nativeTls,
    runtimes: ['bun'],
    results: {
      'basicConstraints with a path length but no authority': -207,
      'CRL distribution points that are malformed': -207,
      'extended key usage with an empty object identifier': -207,
      'malformed registered identifier in the alternative names': -207,
      'malformed identifier of a purpose': -207,
    },
  },
  {
    reason: 'BoringSSL, as Bun uses it, cannot read these certificates, and Bun reports only a malformed message.',
    by: nativeTls,
    runtimes: ['bun'],
    results: {
      'dates with a fraction': -107,
      'noncharacter in the common name': -107,
      'noncharacter of Arabic Presentation Forms in the common name': -107,
      'noncharacter in a surname': -107,
      'noncharacter in UTF-8 in the common name': -107,
      'date that is in no calendar': -107,
      'date with a leap second': -107,
      'date at 24:00:00': -107,
      'date of 29 February 2100': -107,
      'an empty relative name in the subject': -107,
      'extensions in version 2': -107,
    },
  },
  {
    reason: 'rustls, in Deno, refuses the key during the handshake.',
    by: ['nodeTls'],
    runtimes: ['deno'],
    results: { 'RSA-768 leaf': -207, 'RSA-1024 leaf': -207 },
  },
  {
    reason: 'rustls, in Deno, refuses an unknown critical extension before this project can ask for the key usage.',
    by: ['nodeTls'],
    runtimes: ['deno'],
    results: { 'key usage for keyCertSign alone, and a malformed extension': -207 },
  },
  {
    reason: 'Deno cannot read the certificate, and does not give it out.',
    by: ['nodeTls'],
    runtimes: ['deno'],
    results: { 'date with a leap second': -167 },
  },
]

/**
 * Gives the results that are not Chromium's, by the names of the cases.
 * @param by the TLS provider, or `verifier` for `@chrome-socket/x509` alone
 * @param runtime `node`, `bun` or `deno`
 * @errors Cannot fail.
 * @example
 * import { chromiumVerdicts, differentResults } from '@chrome-socket/conformance/certificates'
 *
 * const expected = { ...chromiumVerdicts, ...differentResults('forgeTls', 'node') }
 */
export function differentResults(by: Verifier, runtime: CertificateRuntime): Readonly<Record<string, number>> {
  const apply = certificateDifferences.filter(
    (difference) =>
      (difference.by === undefined || difference.by.includes(by)) &&
      (difference.runtimes === undefined || difference.runtimes.includes(runtime)),
  )
  return Object.assign({}, ...apply.map(({ results }) => results)) as Record<string, number>
}

/**
 * Says which runtime this is.
 * @errors Cannot fail. Any other than Bun and Deno counts as Node.
 * @example
 * import { certificateRuntime } from '@chrome-socket/conformance/certificates'
 *
 * console.log(certificateRuntime())
 */
export function certificateRuntime(): CertificateRuntime {
  const { versions } = globalThis.process
  if (versions['bun'] !== undefined) return 'bun'
  return versions['deno'] === undefined ? 'node' : 'deno'
}
