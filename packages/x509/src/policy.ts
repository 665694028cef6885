/**
 * Checks certificate policies (RFC 5280, sections 6.1.2 to 6.1.5) for a caller that accepts any policy.
 *
 * For such a caller, a path fails only if the valid policy tree is empty and a certificate requires a policy. Each
 * node of the tree's lowest level has all its ancestors, so the lowest level alone decides, and only that level is
 * kept.
 */
import { Map, Set, arrayFrom } from './globals.ts'
import { isSelfIssued, type Certificate } from './certificate.ts'
import { Oid } from './oid.ts'

/**
 * The nodes at one depth of the tree. Their expected policy sets are the policies that a certificate below may claim.
 */
interface Level {
  /** The expected policy sets, by valid policy. */
  readonly expected: Map<string, ReadonlySet<string>>
  /** Whether there is a node for anyPolicy. */
  readonly any: boolean
}

export class PolicyState {
  #level: Level = { expected: new Map(), any: true }
  /**
   * Each counter is the number of certificates that may still pass before its rule applies (section 6.1.2 (d) to
   * (f)).
   */
  #explicitPolicy: number
  #policyMapping: number
  #inhibitAnyPolicy: number

  /** `length` is the number of certificates in the path, without the trust anchor. */
  constructor(length: number) {
    this.#explicitPolicy = length + 1
    this.#policyMapping = length + 1
    this.#inhibitAnyPolicy = length + 1
  }

  /**
   * Processes the policies of a certificate (section 6.1.3 (d) to (f)). Returns false if no policy is left and a
   * policy is required.
   */
  process(certificate: Certificate, isLeaf: boolean): boolean {
    const claimed = certificate.extensions.certificatePolicies?.policies
    this.#level =
      claimed === undefined
        ? { expected: new Map(), any: false }
        : this.#descend(claimed, this.#inhibitAnyPolicy > 0 || (!isLeaf && isSelfIssued(certificate)))
    return this.#explicitPolicy > 0 || this.#hasNodes()
  }

  #hasNodes(): boolean {
    return this.#level.any || this.#level.expected.size > 0
  }

  #descend(claimed: ReadonlySet<string>, anyPolicyCounts: boolean): Level {
    const above = new Set<string>()
    for (const policies of this.#level.expected.values()) for (const policy of policies) above.add(policy)
    const takesAll = anyPolicyCounts && claimed.has(Oid.anyPolicy)
    const valid = takesAll ? new Set(above) : new Set<string>()
    for (const policy of claimed) {
      if (policy !== Oid.anyPolicy && (above.has(policy) || this.#level.any)) valid.add(policy)
    }
    return {
      expected: new Map(arrayFrom(valid, (policy) => [policy, new Set([policy])])),
      any: takesAll && this.#level.any,
    }
  }

  /**
   * Prepares for the next certificate (section 6.1.4 (a), (b) and (h) to (j)). Returns false if `certificate` is at
   * fault.
   */
  prepare(certificate: Certificate): boolean {
    if (!this.#applyMappings(certificate)) return false
    if (!isSelfIssued(certificate)) {
      this.#explicitPolicy = Math.max(0, this.#explicitPolicy - 1)
      this.#policyMapping = Math.max(0, this.#policyMapping - 1)
      this.#inhibitAnyPolicy = Math.max(0, this.#inhibitAnyPolicy - 1)
    }
    this.#applyConstraints(certificate)
    return true
  }

  #applyMappings({ extensions }: Certificate): boolean {
    const subjectsByIssuer = new Map<string, Set<string>>()
    for (const { issuerDomainPolicy, subjectDomainPolicy } of extensions.policyMappings ?? []) {
      if (issuerDomainPolicy === Oid.anyPolicy || subjectDomainPolicy === Oid.anyPolicy) return false
      const subjects = subjectsByIssuer.get(issuerDomainPolicy) ?? new Set()
      subjectsByIssuer.set(issuerDomainPolicy, subjects.add(subjectDomainPolicy))
    }
    const { expected, any } = this.#level
    for (const [policy, subjects] of subjectsByIssuer) {
      if (this.#policyMapping === 0) expected.delete(policy)
      else if (expected.has(policy) || any) expected.set(policy, subjects)
    }
    return true
  }

  #applyConstraints({ extensions }: Certificate): void {
    const { policyConstraints, inhibitAnyPolicy = Infinity } = extensions
    this.#explicitPolicy = Math.min(this.#explicitPolicy, policyConstraints?.requireExplicitPolicy ?? Infinity)
    this.#policyMapping = Math.min(this.#policyMapping, policyConstraints?.inhibitPolicyMapping ?? Infinity)
    this.#inhibitAnyPolicy = Math.min(this.#inhibitAnyPolicy, inhibitAnyPolicy)
  }

  /**
   * Finishes after the last certificate (section 6.1.5 (a), (b) and (g)). Returns false if no policy is left and a
   * policy is required.
   */
  wrapUp(certificate: Certificate): boolean {
    this.#explicitPolicy = Math.max(0, this.#explicitPolicy - 1)
    if (certificate.extensions.policyConstraints?.requireExplicitPolicy === 0) this.#explicitPolicy = 0
    return this.#explicitPolicy > 0 || this.#hasNodes()
  }

  /**
   * Applies the policies and constraints of the trust anchor's own certificate (RFC 5937). As in Chromium, it is
   * treated like an intermediate certificate, but it need not claim policies, and it does not lower the counters.
   */
  processAnchor(anchor: Certificate): boolean {
    if (anchor.extensions.certificatePolicies !== undefined && !this.process(anchor, false)) return false
    if (!this.#applyMappings(anchor)) return false
    this.#applyConstraints(anchor)
    return true
  }
}
