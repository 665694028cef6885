/**
 * `@chrome-socket/conformance/certificates`: chains with every kind of fault, and Chromium's verdict on each.
 */
export { certificateCases } from './cases.ts'
export type { CertificateCase } from './certificate-case.ts'
export { chromiumVerdicts } from './chromium-verdicts.ts'
export { serveCases, servedCases, servedCasesVariable } from './serve-cases.ts'
export type { ServedCase, ServedCases } from './serve-cases.ts'
export { certificateDifferences, certificateRuntime, differentResults } from '../differences/certificates.ts'
export type { CertificateDifference, CertificateRuntime, Verifier } from '../differences/certificates.ts'
