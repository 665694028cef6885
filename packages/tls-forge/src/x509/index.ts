export type { Certificate } from './certificate.ts'
export type { SignatureAlgorithm, VerifySignature } from './signature-algorithm.ts'
export { parseTrustAnchors, type TrustAnchors } from './trust-anchors.ts'
export { verifyServerCertificate, type CertificateAlert, type Verdict, type VerifyOptions } from './verify.ts'
