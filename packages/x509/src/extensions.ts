/**
 * The extensions that certificate checking understands: RFC 5280, section 4.2.
 * Each parser takes the value of its extension and throws DerError unless it is exactly what the RFC's ASN.1 says.
 */
import { Set } from './globals.ts'
import { DerError, Tag, contextConstructedTag, contextTag, enterOnly, readOnly, type DerReader } from './der.ts'
import { parseBitString, parseBoolean, parseOid, parseSmallUnsigned } from './der-values.ts'
import { Oid } from './oid.ts'

export interface BasicConstraints {
  readonly isCa: boolean
  /** The number of intermediate certificates that may follow; undefined for any number. */
  readonly pathLength: number | undefined
}

/** Section 4.2.1.9. A path length without `cA` is meaningless but seen, and ignored. */
export function parseBasicConstraints(der: Uint8Array): BasicConstraints {
  const sequence = enterOnly(der, Tag.sequence)
  const flag = sequence.readOptional(Tag.boolean)
  const length = sequence.readOptional(Tag.integer)
  sequence.end()
  const isCa = flag !== undefined && parseBoolean(flag)
  // FALSE is the default, which DER leaves out. It is written all the same so often that Chromium lets it pass.
  return { isCa, pathLength: length && parseSmallUnsigned(length, 0xff) }
}

/** The bits of KeyUsage in their order, section 4.2.1.3. */
const keyUsageNames = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const

/** A use of a key (RFC 5280, section 4.2.1.3). */
export type KeyUsage = (typeof keyUsageNames)[number]

/**
 * Parses the value of a keyUsage extension (RFC 5280, section 4.2.1.3).
 * @param der the content of the extension's OCTET STRING
 * @throws DerError: it is no BIT STRING, or names no use.
 * @example
 * import { parseKeyUsage } from '@chrome-socket/x509'
 *
 * console.log(parseKeyUsage(Uint8Array.of(0x03, 0x02, 0x07, 0x80))) // Set { 'digitalSignature' }
 */
export function parseKeyUsage(der: Uint8Array): ReadonlySet<KeyUsage> {
  const { octets } = parseBitString(readOnly(der, Tag.bitString))
  // Zero bits at the end are not DER (X.690, section 11.2.2), but seen, and Chromium lets them pass.
  const usages = new Set(keyUsageNames.filter((_, bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0))
  if (usages.size === 0) throw new DerError('a key usage without any')
  return usages
}

/** Section 4.2.1.12: one or more purposes. */
export function parseExtendedKeyUsage(der: Uint8Array): ReadonlySet<string> {
  const sequence = enterOnly(der, Tag.sequence)
  const purposes = new Set<string>()
  do purposes.add(parseOid(sequence.read(Tag.oid)))
  while (sequence.more)
  return purposes
}

export interface CertificatePolicies {
  readonly policies: ReadonlySet<string>
  /** Has a policy a qualifier of an unknown kind? Then the extension, if critical, must not be passed over. */
  readonly unknownQualifier: boolean
}

/** Section 4.2.1.4: one or more policies, none of them twice; anyPolicy has no qualifier but those that are known. */
export function parseCertificatePolicies(der: Uint8Array): CertificatePolicies {
  const sequence = enterOnly(der, Tag.sequence)
  const policies = new Set<string>()
  let unknownQualifier = false
  do {
    const information = sequence.enter(Tag.sequence)
    const policy = parseOid(information.read(Tag.oid))
    if (policies.has(policy)) throw new DerError('a policy twice')
    policies.add(policy)
    const isUnknown = information.more && readQualifiers(information.enter(Tag.sequence))
    if (isUnknown && policy === Oid.anyPolicy) throw new DerError('any policy with an unknown qualifier')
    unknownQualifier ||= isUnknown
    information.end()
  } while (sequence.more)
  return { policies, unknownQualifier }
}

/** Is one of them of an unknown kind? */
function readQualifiers(qualifiers: DerReader): boolean {
  let unknown = false
  do {
    const qualifier = qualifiers.enter(Tag.sequence)
    const oid = parseOid(qualifier.read(Tag.oid))
    qualifier.element()
    qualifier.end()
    unknown ||= oid !== Oid.cpsQualifier && oid !== Oid.userNoticeQualifier
  } while (qualifiers.more)
  return unknown
}

export interface PolicyMapping {
  readonly issuerDomainPolicy: string
  readonly subjectDomainPolicy: string
}

/** Section 4.2.1.5. */
export function parsePolicyMappings(der: Uint8Array): readonly PolicyMapping[] {
  const sequence = enterOnly(der, Tag.sequence)
  const mappings: PolicyMapping[] = []
  do {
    const mapping = sequence.enter(Tag.sequence)
    const issuerDomainPolicy = parseOid(mapping.read(Tag.oid))
    const subjectDomainPolicy = parseOid(mapping.read(Tag.oid))
    mapping.end()
    mappings.push({ issuerDomainPolicy, subjectDomainPolicy })
  } while (sequence.more)
  return mappings
}

export interface PolicyConstraints {
  readonly requireExplicitPolicy: number | undefined
  readonly inhibitPolicyMapping: number | undefined
}

/** Section 4.2.1.11: at least one of the two. */
export function parsePolicyConstraints(der: Uint8Array): PolicyConstraints {
  const sequence = enterOnly(der, Tag.sequence)
  const require = sequence.readOptional(contextTag(0))
  const inhibit = sequence.readOptional(contextTag(1))
  sequence.end()
  if (require === undefined && inhibit === undefined) throw new DerError('policy constraints without any')
  return {
    requireExplicitPolicy: require && parseSmallUnsigned(require, 0xffff_ffff),
    inhibitPolicyMapping: inhibit && parseSmallUnsigned(inhibit, 0xffff_ffff),
  }
}

/** Section 4.2.1.14. */
export function parseInhibitAnyPolicy(der: Uint8Array): number {
  return parseSmallUnsigned(readOnly(der, Tag.integer), 0xffff_ffff)
}

/** Section 4.2.1.2. */
export function parseSubjectKeyIdentifier(der: Uint8Array): Uint8Array {
  return readOnly(der, Tag.octetString)
}

export interface AuthorityKeyIdentifier {
  readonly keyIdentifier: Uint8Array | undefined
  /** Are the issuer's name and serial number given? Both are or neither. */
  readonly namesCertificate: boolean
}

/** Section 4.2.1.1. */
export function parseAuthorityKeyIdentifier(der: Uint8Array): AuthorityKeyIdentifier {
  const sequence = enterOnly(der, Tag.sequence)
  const keyIdentifier = sequence.readOptional(contextTag(0))
  const issuer = sequence.readOptional(contextConstructedTag(1))
  const serialNumber = sequence.readOptional(contextTag(2))
  sequence.end()
  if ((issuer === undefined) !== (serialNumber === undefined)) throw new DerError('an issuer or a serial number alone')
  return { keyIdentifier, namesCertificate: issuer !== undefined }
}

/** Section 4.2.2.1: one or more descriptions. Nothing is fetched, but what is malformed is refused. */
export function parseAuthorityInfoAccess(der: Uint8Array): void {
  const sequence = enterOnly(der, Tag.sequence)
  do {
    const description = sequence.enter(Tag.sequence)
    parseOid(description.read(Tag.oid))
    description.element()
    description.end()
  } while (sequence.more)
}
