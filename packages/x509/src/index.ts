/**
 * Reads and checks certificates. This package has no cryptography: the caller gives the function that checks a
 * signature.
 */
export { bindToContext } from './async-context.ts'
export { isSelfIssued, parseCertificate, type Certificate, type Extensions } from './certificate.ts'
export { readKeyUsage, readPublicKey } from './certificate-fields.ts'
export type { TlsClientOptions } from './client-options.ts'
export type { CertificateProfile } from './check-path.ts'
export { DerError, DerReader, Tag, contextConstructedTag, contextTag, encodeDer, enterOnly, readOnly } from './der.ts'
export type { DerElement } from './der.ts'
export { parseOid, parseSmallUnsigned, parseUnsigned } from './der-values.ts'
export { parseKeyUsage, type KeyUsage } from './extensions.ts'
export type { CertificateAlert } from './fault.ts'
export type { ClientIdentity } from './identity/client-identity.ts'
export type { PassphraseCrypto, ScryptCosts } from './identity/passphrase-crypto.ts'
export type { LoadCrypto } from './identity/other-forms.ts'
export { readClientIdentity, type IdentityOptions } from './identity/read-identity.ts'
export { Oid } from './oid.ts'
export type { PemSource } from './option-text.ts'
export { decodePem, encodePem } from './pem.ts'
export { checkOptionKinds, type OptionKind } from './option-kinds.ts'
export { parsePins } from './pins.ts'
export { parsePublicKey, type EllipticCurve, type PublicKey } from './public-key.ts'
export { warnHost } from './builtin.ts'
export type { SecureConnection } from './secure-connection.ts'
export { checkServer, judgeServer } from './server-check.ts'
export type {
  OnCertificateError,
  PresentedChain,
  ServerCheckOptions,
  ServerRefusal,
  ServerVerdict,
} from './server-check.ts'
export type { SignatureAlgorithm, VerifySignature } from './signature-algorithm.ts'
export { parseTrustAnchors, publicTrustAnchors, type TrustAnchors } from './trust-anchors.ts'
export { verifyServerCertificate, type Verdict, type VerifyOptions } from './verify.ts'
