/**
 * The faults of a certificate chain, with their net errors in Chromium and their alerts in TLS.
 *
 * Net errors: Chromium net/cert/cert_verify_proc_builtin.cc (MapPathBuilderErrorsToCertStatus) and
 * cert_status_flags.cc (MapCertStatusToNetError, whose order `precedence` has).
 * Alerts: RFC 8446, section 6.2. Where the RFC leaves a choice, the alert is OpenSSL's (ssl/statem/statem_lib.c).
 * Chromium itself sends certificate_unknown for every fault.
 */
import { NetError } from '@chrome-socket/api/backend'

/** The TLS alerts that tell a peer about its certificate. */
export type CertificateAlert =
  | 'bad_certificate'
  | 'unsupported_certificate'
  | 'certificate_expired'
  | 'certificate_unknown'
  | 'unknown_ca'
  | 'internal_error'

interface FaultKind {
  readonly error: number
  readonly alert: CertificateAlert
  /** The fault in words, for a log. */
  readonly reason: string
}

const certInvalid = NetError.ERR_CERT_INVALID
const authority = NetError.ERR_CERT_AUTHORITY_INVALID
const date = NetError.ERR_CERT_DATE_INVALID

/** A fault of a chain. */
export type Fault =
  | 'malformed'
  | 'invalid'
  | 'unknownAuthority'
  | 'noAnchors'
  | 'tooMuchWork'
  | 'badSignature'
  | 'unacceptableAlgorithm'
  | 'unsupportedKey'
  | 'weakKey'
  | 'expired'
  | 'notYetValid'
  | 'noTime'
  | 'nameConstraint'
  | 'notAnAuthority'
  | 'pathLength'
  | 'purpose'
  | 'criticalExtension'
  | 'policy'
  /** A rule of the strict profile that the path breaks. */
  | `issuance: ${string}`
  | 'hostName'
  | 'noHostName'
  | 'keyUse'

type NamedFault = Exclude<Fault, `issuance: ${string}`>

const faultKinds: Readonly<Record<NamedFault, FaultKind>> = {
  malformed: {
    error: NetError.ERR_SSL_SERVER_CERT_BAD_FORMAT,
    alert: 'bad_certificate',
    reason: 'the server certificate cannot be parsed',
  },
  invalid: {
    error: certInvalid,
    alert: 'bad_certificate',
    reason: 'the server certificate contradicts itself, or has a malformed extension',
  },
  unknownAuthority: { error: authority, alert: 'unknown_ca', reason: 'no path to a trust anchor' },
  noAnchors: { error: authority, alert: 'unknown_ca', reason: 'there are no trust anchors' },
  tooMuchWork: { error: authority, alert: 'unknown_ca', reason: 'no path to a trust anchor within the limits' },
  badSignature: { error: authority, alert: 'bad_certificate', reason: 'a signature that does not verify' },
  unacceptableAlgorithm: { error: certInvalid, alert: 'bad_certificate', reason: 'a signature algorithm not accepted' },
  unsupportedKey: {
    error: certInvalid,
    alert: 'unsupported_certificate',
    reason: 'a kind of key that is not supported',
  },
  weakKey: { error: NetError.ERR_CERT_WEAK_KEY, alert: 'bad_certificate', reason: 'a key of the wrong size' },
  expired: { error: date, alert: 'certificate_expired', reason: 'a certificate that has expired' },
  notYetValid: { error: date, alert: 'certificate_expired', reason: 'a certificate that is not valid yet' },
  noTime: { error: date, alert: 'internal_error', reason: 'the current time is not known' },
  nameConstraint: {
    error: certInvalid,
    alert: 'bad_certificate',
    reason: 'a name outside the constraints of an authority',
  },
  notAnAuthority: { error: certInvalid, alert: 'unknown_ca', reason: 'issued by a certificate that is no authority' },
  pathLength: { error: certInvalid, alert: 'unknown_ca', reason: 'more intermediate certificates than allowed' },
  purpose: {
    error: certInvalid,
    alert: 'unsupported_certificate',
    reason: 'not for servers by its extended key usage',
  },
  criticalExtension: { error: certInvalid, alert: 'bad_certificate', reason: 'a critical extension that is not known' },
  policy: {
    error: certInvalid,
    alert: 'bad_certificate',
    reason: 'no certificate policy is left where one is required',
  },
  hostName: {
    error: NetError.ERR_CERT_COMMON_NAME_INVALID,
    alert: 'bad_certificate',
    reason: 'the certificate is for another name',
  },
  noHostName: {
    error: NetError.ERR_CERT_COMMON_NAME_INVALID,
    alert: 'internal_error',
    reason: 'there is no server name to compare with',
  },
  keyUse: {
    error: NetError.ERR_SSL_KEY_USAGE_INCOMPATIBLE,
    alert: 'unsupported_certificate',
    reason: 'the key of the server is not for this use of it',
  },
}

function kindOf(fault: Fault): FaultKind {
  if (fault in faultKinds) return faultKinds[fault as NamedFault]
  const rule = fault.slice('issuance: '.length)
  return { error: certInvalid, alert: 'bad_certificate', reason: `not issued as the strict profile asks: ${rule}` }
}

/** The net errors of faults, most serious first. */
const precedence: readonly number[] = [
  NetError.ERR_SSL_SERVER_CERT_BAD_FORMAT,
  NetError.ERR_SSL_KEY_USAGE_INCOMPATIBLE,
  NetError.ERR_CERT_INVALID,
  NetError.ERR_CERT_AUTHORITY_INVALID,
  NetError.ERR_CERT_COMMON_NAME_INVALID,
  NetError.ERR_CERT_WEAK_KEY,
  NetError.ERR_CERT_DATE_INVALID,
]

/**
 * Picks the fault to report, which is the most serious. ERR_CERT_INVALID, Chromium's code for faults without a code
 * of their own, is reported only if the path has no other fault. A wrong host name is not a fault of the path.
 */
export function gravest(pathFaults: readonly Fault[], nameFaults: readonly Fault[]): FaultKind {
  const specific = pathFaults.filter((fault) => kindOf(fault).error !== certInvalid)
  const candidates = [...(specific.length > 0 ? specific : pathFaults), ...nameFaults].map(kindOf)
  for (const error of precedence) {
    const found = candidates.find((kind) => kind.error === error)
    if (found !== undefined) return found
  }
  return { error: certInvalid, alert: 'certificate_unknown', reason: 'the certificate was not accepted' }
}
