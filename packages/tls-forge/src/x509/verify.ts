/**
 * The way in: is this chain of certificates good for this server, now?
 */
import type { Certificate } from './certificate.ts'
import type { VerifySignature } from './signature-algorithm.ts'
import type { TrustAnchors } from './trust-anchors.ts'

export interface VerifyOptions {
  /** DER, the server's own certificate first, the others in any order. */
  readonly chain: readonly Uint8Array[]
  /** A host name or an IP literal. */
  readonly serverName: string
  /** Parsed once, see `parseTrustAnchors`. */
  readonly anchors: TrustAnchors
  /** In milliseconds since 1970. */
  readonly time: number
  readonly verifySignature: VerifySignature
}

/** The TLS alerts that tell a peer about its certificate (RFC 8446, section 6.2). */
export type CertificateAlert =
  | 'bad_certificate'
  | 'unsupported_certificate'
  | 'certificate_revoked'
  | 'certificate_expired'
  | 'certificate_unknown'
  | 'unknown_ca'
  | 'decode_error'
  | 'internal_error'

export type Verdict =
  | { readonly ok: true; readonly path: readonly Certificate[]; readonly leaf: Certificate }
  | {
      readonly ok: false
      /** One of `NetError`. */
      readonly error: number
      readonly alert: CertificateAlert
      /** For a person who reads a log; names no secret. */
      readonly reason: string
    }

/** Never rejects: whatever goes wrong is a verdict that is not ok. */
export function verifyServerCertificate(options: VerifyOptions): Promise<Verdict> {
  void options
  return Promise.resolve({
    ok: false,
    error: -207,
    alert: 'internal_error',
    reason: 'not there yet',
  })
}
