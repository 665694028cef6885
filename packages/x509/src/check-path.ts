/**
 * Checks a path from a server's certificate to a trust anchor by the rules of RFC 5280, section 6.1, except for the
 * signatures, which `path.ts` has checked before.
 *
 * Two rules go beyond the RFC, as in Chromium (BoringSSL pki/verify_certificate_chain.cc): an authority's extended
 * key usage limits the certificates below it, and a trust anchor's own dates and extensions are enforced.
 */
import { Set } from './globals.ts'
import { isSelfIssued, type Certificate } from './certificate.ts'
import type { Fault } from './fault.ts'
import { namesAreWithin, type ComparisonBudget, type NameConstraints } from './name-constraints.ts'
import { Oid } from './oid.ts'
import { PolicyState } from './policy.ts'
import { isStrongEnough } from './public-key.ts'

/**
 * The rules for certificates. `chromium` applies Chromium's rules. `strict` also applies the rules for issuers, which
 * private authorities often break; `issuance-rules.ts` lists them.
 */
export type CertificateProfile = 'chromium' | 'strict'

export interface PathRules {
  /** The time of the check, in milliseconds since 1970. */
  readonly time: number
  /** The object identifier of a purpose. An extended key usage, if present, must include it. */
  readonly purpose: string
  /** Returns the first rule of the `strict` profile that a path breaks. */
  readonly brokenIssuanceRule: ((path: readonly Certificate[]) => string | undefined) | undefined
  readonly minRsaBits: number
  /** The maximum number of intermediate certificates. Self-issued certificates do not count. */
  readonly maxIntermediates: number
}

/**
 * Returns the faults of `path`, which is leaf first and trust anchor last. A path of one certificate is a leaf that
 * is itself trusted: as in Chromium, it must then also pass the checks for an authority.
 */
export function checkPath(path: readonly Certificate[], rules: PathRules, comparisons: ComparisonBudget): Fault[] {
  if (path.length === 0) return ['unknownAuthority']
  const faults = path.flatMap((certificate) => commonFaults(certificate, rules))
  const broken = rules.brokenIssuanceRule?.(path)
  if (broken !== undefined) faults.push(`issuance: ${broken}`)
  const issued = path.length === 1 ? [...path, ...path] : path
  faults.push(...authorityFaults(issued, rules), ...constraintFaults(issued, comparisons), ...policyFaults(issued))
  return faults
}

/** Checks the rules for every certificate of a path. */
function commonFaults(certificate: Certificate, rules: PathRules): Fault[] {
  const faults: Fault[] = dateFaults(certificate, rules.time)
  if (certificate.publicKey === undefined) faults.push('unsupportedKey')
  else if (!isStrongEnough(certificate.publicKey, rules.minRsaBits)) faults.push('weakKey')
  const purposes = certificate.extensions.extendedKeyUsage
  if (purposes !== undefined && !purposes.has(rules.purpose) && !purposes.has(Oid.anyExtendedKeyUsage)) {
    faults.push('purpose')
  }
  if (!criticalExtensionsAreKnown(certificate)) faults.push('criticalExtension')
  return faults
}

/** Checks the validity period. Both ends are included, and the smallest unit of time is a second (section 4.1.2.5). */
function dateFaults({ notBefore, notAfter }: Certificate, time: number): Fault[] {
  const second = Math.floor(time / 1000) * 1000
  if (second >= notBefore && second <= notAfter) return []
  return [second < notBefore ? 'notYetValid' : 'expired']
}

const processedExtensions: ReadonlySet<string> = new Set([
  Oid.basicConstraints,
  Oid.keyUsage,
  Oid.extendedKeyUsage,
  Oid.nameConstraints,
  Oid.subjectAltName,
  Oid.policyMappings,
  Oid.policyConstraints,
  Oid.inhibitAnyPolicy,
])

function criticalExtensionsAreKnown({ extensions }: Certificate): boolean {
  for (const [oid, { critical }] of extensions.byOid) {
    if (!critical || processedExtensions.has(oid)) continue
    // Section 4.2.1.4: in a critical extension, every qualifier must be understood.
    if (oid === Oid.certificatePolicies && extensions.certificatePolicies?.unknownQualifier === false) continue
    // Microsoft documents this extension as a copy of extendedKeyUsage, which takes precedence.
    if (oid === Oid.applicationPolicies && extensions.extendedKeyUsage !== undefined) continue
    return false
  }
  return true
}

/** Checks the anchor (RFC 5937) and the intermediates by section 6.1.4 (k) to (n). */
function authorityFaults(path: readonly Certificate[], rules: PathRules): Fault[] {
  const faults: Fault[] = []
  let remaining = rules.maxIntermediates
  for (let index = path.length - 1; index > 0; index -= 1) {
    const authority = path[index] as Certificate
    const { basicConstraints, keyUsage } = authority.extensions
    const isAnchor = index === path.length - 1
    // An anchor without basicConstraints is an authority because it was given as an anchor (section 6.1.4 (k)). An
    // anchor with `cA: FALSE` is not an authority.
    const isAuthority = basicConstraints?.isCa ?? isAnchor
    if (!isAuthority || (keyUsage !== undefined && !keyUsage.has('keyCertSign'))) faults.push('notAnAuthority')
    if (!isAnchor && !isSelfIssued(authority)) {
      if (remaining === 0) faults.push('pathLength')
      else remaining -= 1
    }
    remaining = Math.min(remaining, basicConstraints?.pathLength ?? Infinity)
  }
  return faults
}

/** Checks the names of each certificate against the name constraints above it (section 6.1.3 (b) and (c)). */
function constraintFaults(path: readonly Certificate[], comparisons: ComparisonBudget): Fault[] {
  const inForce: NameConstraints[] = []
  for (let index = path.length - 1; index >= 0; index -= 1) {
    const certificate = path[index] as Certificate
    const { subject, extensions } = certificate
    const isExempt = index > 0 && isSelfIssued(certificate)
    const names = extensions.subjectAltName
    if (!isExempt && !inForce.every((constraints) => namesAreWithin(constraints, subject, names, comparisons))) {
      return ['nameConstraint']
    }
    if (extensions.nameConstraints !== undefined) inForce.push(extensions.nameConstraints)
  }
  return []
}

function policyFaults(path: readonly Certificate[]): Fault[] {
  const state = new PolicyState(path.length - 1)
  const [leaf, ...authorities] = path as [Certificate, ...Certificate[]]
  const anchor = authorities.pop() as Certificate
  const isFine =
    state.processAnchor(anchor) &&
    authorities.toReversed().every((authority) => state.process(authority, false) && state.prepare(authority)) &&
    state.process(leaf, true) &&
    state.wrapUp(leaf)
  return isFine ? [] : ['policy']
}
