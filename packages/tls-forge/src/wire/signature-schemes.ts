/**
 * The signature schemes, with their algorithms and the kinds of key that may use them in each version.
 * Sources: RFC 8446, section 4.2.3 and appendix B.3.1.3; for TLS 1.2 RFC 5246, section 7.4.1.4.1, and RFC 8422,
 * section 5.1.3, by which the number fixes the hash and not the curve.
 */
import type { KeyKind } from '../crypto/spki.ts'
import type { SignatureAlgorithm } from '@chrome-socket/x509'
import type { TlsVersion } from '@chrome-socket/api/backend'

export interface SignatureScheme {
  readonly id: number
  readonly name: string
  readonly algorithm: SignatureAlgorithm
  /** The kinds of key that may use the scheme in TLS 1.3. Empty if only TLS 1.2 has the scheme. */
  readonly keys13: readonly KeyKind[]
  readonly keys12: readonly KeyKind[]
}

const anyCurve = ['p256', 'p384', 'p521'] as const

/** The schemes in Chromium's order of preference. Those that Chromium lacks come last. */
export const signatureSchemes: readonly SignatureScheme[] = (
  [
    [0x0403, 'ecdsa_secp256r1_sha256', 'ecdsa_sha256', ['p256'], anyCurve],
    [0x0804, 'rsa_pss_rsae_sha256', 'rsa_pss_sha256', ['rsa'], ['rsa']],
    [0x0401, 'rsa_pkcs1_sha256', 'rsa_pkcs1_sha256', [], ['rsa']],
    [0x0503, 'ecdsa_secp384r1_sha384', 'ecdsa_sha384', ['p384'], anyCurve],
    [0x0805, 'rsa_pss_rsae_sha384', 'rsa_pss_sha384', ['rsa'], ['rsa']],
    [0x0501, 'rsa_pkcs1_sha384', 'rsa_pkcs1_sha384', [], ['rsa']],
    [0x0806, 'rsa_pss_rsae_sha512', 'rsa_pss_sha512', ['rsa'], ['rsa']],
    [0x0601, 'rsa_pkcs1_sha512', 'rsa_pkcs1_sha512', [], ['rsa']],
    [0x0807, 'ed25519', 'ed25519', ['ed25519'], ['ed25519']],
    [0x0603, 'ecdsa_secp521r1_sha512', 'ecdsa_sha512', ['p521'], anyCurve],
  ] as const
).map(([id, name, algorithm, keys13, keys12]) => ({ id, name, algorithm, keys13, keys12 }))

export function schemeById(id: number): SignatureScheme | undefined {
  return signatureSchemes.find((scheme) => scheme.id === id)
}

export function schemeFits(scheme: SignatureScheme, key: KeyKind, version: TlsVersion): boolean {
  return (version === 'tls1.3' ? scheme.keys13 : scheme.keys12).includes(key)
}
