/**
 * Finds a path from a server's certificate to a trust anchor (RFC 4158).
 *
 * The search is depth first and follows names; key identifiers are only hints. A path with a bad signature or a fault
 * that `check-path.ts` finds is dropped, and the next path is tried. Anyone can forge names, so the work is limited:
 * steps, signature checks, and comparisons of names with constraints.
 */
import { Map, Set, Uint8Array, promiseAll } from './globals.ts'
import { equalBytes } from './bytes.ts'
import { isSelfIssued, type Certificate } from './certificate.ts'
import { checkPath, type PathRules } from './check-path.ts'
import type { Fault } from './fault.ts'
import { ComparisonBudget } from './name-constraints.ts'
import { Oid } from './oid.ts'
import { isStrongEnough, isTooLarge } from './public-key.ts'
import { algorithmFitsKey, type VerifySignature } from './signature-algorithm.ts'
import type { TrustAnchors } from './trust-anchors.ts'

/** The maximum number of times that a certificate is added to a path. */
const maxSteps = 2000
/** The maximum number of signature checks. Go has the same limit (crypto/x509, maxChainSignatureChecks). */
const maxSignatureChecks = 100
/** The maximum number of certificates in a path, including self-issued certificates. */
const maxPathLength = 32

export interface PathRequest {
  readonly leaf: Certificate
  /** Certificates that may belong to a path. Some may be useless. */
  readonly intermediates: readonly Certificate[]
  readonly anchors: TrustAnchors
  readonly rules: PathRules
  readonly verifySignature: VerifySignature
}

export type PathResult =
  /** Leaf first, trust anchor last. */
  | { readonly ok: true; readonly path: readonly Certificate[] }
  /** The faults of the first path that reached a trust anchor, or a single fault if none did. */
  | { readonly ok: false; readonly faults: readonly Fault[] }

export async function findPath(request: PathRequest): Promise<PathResult> {
  const search = new PathSearch(request)
  const path = await search.run()
  return path === undefined ? { ok: false, faults: search.faults } : { ok: true, path }
}

interface Issuer {
  readonly certificate: Certificate
  readonly isAnchor: boolean
}

class PathSearch {
  /** The faults of the first path that reached an anchor. */
  #faults: readonly Fault[] | undefined
  readonly #request: PathRequest
  readonly #issuers = new Map<Certificate, readonly Issuer[]>()
  readonly #signatures = new Map<Certificate, Map<Certificate, Promise<boolean>>>()
  /** Pairs of subject and issuer whose signature is known to be bad. */
  readonly #forged = new Map<Certificate, Set<Certificate>>()
  readonly #comparisons = new ComparisonBudget()
  #steps = 0
  #signatureChecks = 0
  #exhausted = false

  constructor(request: PathRequest) {
    this.#request = request
  }

  get faults(): readonly Fault[] {
    return this.#faults ?? [this.#exhausted ? 'tooMuchWork' : 'unknownAuthority']
  }

  async run(): Promise<readonly Certificate[] | undefined> {
    const { leaf, anchors } = this.#request
    // Chromium accepts a self-signed leaf that is itself an anchor (CertificateTrust: TrustAnchorOrLeaf,
    // RequireLeafSelfSigned).
    if (anchors.has(leaf) && isSelfIssued(leaf) && (await this.#isGood([leaf]))) return [leaf]
    return this.#extend([leaf])
  }

  async #extend(path: readonly Certificate[]): Promise<readonly Certificate[] | undefined> {
    const last = path.at(-1) as Certificate
    if (path.length === maxPathLength) return undefined
    for (const { certificate, isAnchor } of this.#issuersOf(last)) {
      if (this.#exhausted || (this.#steps += 1) > maxSteps) {
        this.#exhausted = true
        return undefined
      }
      // A path with a bad signature is not extended. A check since the last step may have found a bad signature.
      if (this.#hasForgery(path)) return undefined
      if (this.#isForged(last, certificate) || path.some((other) => isSameEntity(other, certificate))) continue
      const longer = [...path, certificate]
      if (!isAnchor) {
        const found = await this.#extend(longer)
        if (found !== undefined) return found
      } else if (await this.#isGood(longer)) return longer
    }
    return undefined
  }

  #isForged(subject: Certificate, issuer: Certificate): boolean {
    return this.#forged.get(subject)?.has(issuer) ?? false
  }

  #hasForgery(path: readonly Certificate[]): boolean {
    return path.some((issuer, index) => index > 0 && this.#isForged(path[index - 1] as Certificate, issuer))
  }

  async #isGood(path: readonly Certificate[]): Promise<boolean> {
    // Signatures come first. Otherwise anyone could make us do costly work, such as checking name constraints.
    const signatureFault = await this.#signatureFault(path)
    const faults =
      signatureFault === undefined ? checkPath(path, this.#request.rules, this.#comparisons) : [signatureFault]
    if (faults.length > 0) this.#faults ??= faults
    return faults.length === 0
  }

  async #signatureFault(path: readonly Certificate[]): Promise<Fault | undefined> {
    const checks: Promise<boolean>[] = []
    let fault: Fault | undefined
    // From the anchor down. A leaf that is its own anchor has signed itself.
    for (let index = Math.max(path.length - 2, 0); index >= 0 && fault === undefined; index -= 1) {
      const subject = path[index] as Certificate
      const issuer = path[index + 1] ?? subject
      const { signatureAlgorithm: algorithm } = subject
      if (issuer.publicKey === undefined) fault = 'unsupportedKey'
      // BoringSSL checks no signature with such a key.
      else if (isTooLarge(issuer.publicKey)) fault = 'badSignature'
      else if (!isStrongEnough(issuer.publicKey, this.#request.rules.minRsaBits)) fault = 'weakKey'
      else if (algorithm === undefined) fault = 'unacceptableAlgorithm'
      // Chromium does not know Ed25519 in certificates. This project accepts it from a key of that kind alone.
      else if (algorithm === 'ed25519' && issuer.publicKey.kind !== 'ed25519') fault = 'unacceptableAlgorithm'
      else checks.push(this.#isSignedBy(subject, issuer))
    }
    const results = await promiseAll(checks)
    if (results.every(Boolean)) return fault
    return this.#exhausted ? 'tooMuchWork' : 'badSignature'
  }

  #isSignedBy(subject: Certificate, issuer: Certificate): Promise<boolean> {
    const known = this.#signatures.get(subject) ?? new Map<Certificate, Promise<boolean>>()
    this.#signatures.set(subject, known)
    let result = known.get(issuer)
    if (result === undefined) {
      result = this.#checkSignature(subject, issuer)
      known.set(issuer, result)
    }
    return result
  }

  async #checkSignature(subject: Certificate, issuer: Certificate): Promise<boolean> {
    const { signatureAlgorithm: algorithm, signature, tbs } = subject
    this.#signatureChecks += 1
    if (this.#signatureChecks > maxSignatureChecks) this.#exhausted = true
    if (this.#exhausted || algorithm === undefined || issuer.publicKey === undefined) return false
    const isGood =
      algorithmFitsKey(algorithm, issuer.publicKey) &&
      (await this.#verify(() => this.#request.verifySignature(algorithm, issuer.spki, signature, tbs)))
    if (!isGood) {
      const forged = this.#forged.get(subject) ?? new Set()
      this.#forged.set(subject, forged.add(issuer))
    }
    return isGood
  }

  /** Runs a signature check. An exception counts as a bad signature. */
  async #verify(check: () => boolean | Promise<boolean>): Promise<boolean> {
    try {
      return (await check()) === true
    } catch {
      return false
    }
  }

  /** Returns the certificates whose subject is the issuer of `subject`, the most promising first. */
  #issuersOf(subject: Certificate): readonly Issuer[] {
    let issuers = this.#issuers.get(subject)
    if (issuers === undefined) {
      const { anchors, intermediates } = this.#request
      issuers = [
        ...anchors.bySubject(subject.issuer.key).map((certificate) => ({ certificate, isAnchor: true })),
        ...intermediates
          .filter((certificate) => certificate.subject.key === subject.issuer.key && !anchors.has(certificate))
          .map((certificate) => ({ certificate, isAnchor: false })),
      ].sort((left, right) => compareIssuers(subject, left, right))
      this.#issuers.set(subject, issuers)
    }
    return issuers
  }
}

/**
 * Whether two certificates have the same name, key and alternative names. A path must not contain the same entity
 * twice (RFC 4158, section 5.2). Some devices give an authority's name and key to the server, too; the alternative
 * names tell the two certificates apart.
 */
function isSameEntity(left: Certificate, right: Certificate): boolean {
  return (
    left.subject.key === right.subject.key &&
    equalBytes(left.spki, right.spki) &&
    equalBytes(alternativeNamesOf(left), alternativeNamesOf(right))
  )
}

const nothing = new Uint8Array()

function alternativeNamesOf({ extensions }: Certificate): Uint8Array {
  return extensions.byOid.get(Oid.subjectAltName)?.value ?? nothing
}

/**
 * Compares by Chromium's order (BoringSSL pki/path_builder.cc): by key identifier and trust, then self-issued
 * certificates last, then the newest first.
 */
function compareIssuers(subject: Certificate, left: Issuer, right: Issuer): number {
  return (
    rank(subject, left) - rank(subject, right) ||
    Number(isSelfIssued(left.certificate)) - Number(isSelfIssued(right.certificate)) ||
    right.certificate.notBefore - left.certificate.notBefore ||
    right.certificate.notAfter - left.certificate.notAfter
  )
}

function rank(subject: Certificate, { certificate, isAnchor }: Issuer): number {
  const wanted = subject.extensions.authorityKeyIdentifier?.keyIdentifier
  const offered = certificate.extensions.subjectKeyIdentifier
  if (wanted === undefined || offered === undefined) return isAnchor ? 1 : 3
  if (equalBytes(wanted, offered)) return isAnchor ? 0 : 2
  return isAnchor ? 4 : 5
}
