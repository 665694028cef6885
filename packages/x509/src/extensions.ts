/**
 * Parsers for the extensions that certificate checking understands (RFC 5280, section 4.2). Each takes the value of
 * its extension and throws DerError unless the value follows the RFC's ASN.1.
 */
import { Set } from './globals.ts'
import { DerError, Tag, contextConstructedTag, contextTag, enterOnly, readOnly, type DerReader } from './der.ts'
import { oidKey, parseAscii, parseBitString, parseBoolean, parseSmallUnsigned } from './der-values.ts'
import { Oid } from './oid.ts'

const uriTag = contextTag(6)

export interface BasicConstraints {
  readonly isCa: boolean
  /** The maximum number of intermediate certificates below this one. Undefined means any number. */
  readonly pathLength: number | undefined
}

/**
 * Parses basicConstraints (section 4.2.1.9). A path length without `cA` has no meaning, but it occurs, and is
 * accepted.
 */
export function parseBasicConstraints(der: Uint8Array): BasicConstraints {
  const sequence = enterOnly(der, Tag.sequence)
  const flag = sequence.readOptional(Tag.boolean)
  const length = sequence.readOptional(Tag.integer)
  sequence.end()
  const isCa = flag !== undefined && parseBoolean(flag)
  // DER leaves out FALSE, the default. Many tools write it all the same, so Chromium accepts it.
  return { isCa, pathLength: length && parseSmallUnsigned(length, 0xff) }
}

/** The names of the bits of KeyUsage, in their order (section 4.2.1.3). */
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
 * @throws DerError: the value is not a BIT STRING, or it has no use.
 * @example
 * import { parseKeyUsage } from '@chrome-socket/x509'
 *
 * console.log(parseKeyUsage(Uint8Array.of(0x03, 0x02, 0x07, 0x80))) // Set { 'digitalSignature' }
 */
export function parseKeyUsage(der: Uint8Array): ReadonlySet<KeyUsage> {
  const usages = readKeyUsages(der)
  if (usages.size === 0) throw new DerError('a key usage without a bit that is set')
  return usages
}

/** Does the same, but may return an empty set. */
export function readKeyUsages(der: Uint8Array): ReadonlySet<KeyUsage> {
  const { octets } = parseBitString(readOnly(der, Tag.bitString))
  // Zero bits at the end are not DER (X.690, section 11.2.2), but they occur, and Chromium accepts them.
  return new Set(keyUsageNames.filter((_, bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0))
}

/** Parses extKeyUsage: one or more purposes (section 4.2.1.12). */
export function parseExtendedKeyUsage(der: Uint8Array): ReadonlySet<string> {
  const sequence = enterOnly(der, Tag.sequence)
  const purposes = new Set<string>()
  do purposes.add(oidKey(sequence.read(Tag.oid)))
  while (sequence.more)
  return purposes
}

export interface CertificatePolicies {
  readonly policies: ReadonlySet<string>
  /** Whether a policy has a qualifier of an unknown kind. The extension must then be refused if it is critical. */
  readonly unknownQualifier: boolean
}

/**
 * Parses certificatePolicies: one or more policies, each once (section 4.2.1.4). anyPolicy may only have known
 * qualifiers.
 */
export function parseCertificatePolicies(der: Uint8Array): CertificatePolicies {
  const sequence = enterOnly(der, Tag.sequence)
  const policies = new Set<string>()
  let unknownQualifier = false
  do {
    const information = sequence.enter(Tag.sequence)
    const policy = oidKey(information.read(Tag.oid))
    if (policies.has(policy)) throw new DerError('a duplicate policy')
    policies.add(policy)
    const isUnknown = information.more && readQualifiers(information.enter(Tag.sequence))
    if (isUnknown && policy === Oid.anyPolicy) throw new DerError('any policy with an unknown qualifier')
    unknownQualifier ||= isUnknown
    information.end()
  } while (sequence.more)
  return { policies, unknownQualifier }
}

/** Reads the qualifiers of a policy. Returns whether any of them is of an unknown kind. */
function readQualifiers(qualifiers: DerReader): boolean {
  let unknown = false
  do {
    const qualifier = qualifiers.enter(Tag.sequence)
    const oid = oidKey(qualifier.read(Tag.oid))
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

/** Parses policyMappings (section 4.2.1.5). */
export function parsePolicyMappings(der: Uint8Array): readonly PolicyMapping[] {
  const sequence = enterOnly(der, Tag.sequence)
  const mappings: PolicyMapping[] = []
  do {
    const mapping = sequence.enter(Tag.sequence)
    const issuerDomainPolicy = oidKey(mapping.read(Tag.oid))
    const subjectDomainPolicy = oidKey(mapping.read(Tag.oid))
    mapping.end()
    mappings.push({ issuerDomainPolicy, subjectDomainPolicy })
  } while (sequence.more)
  return mappings
}

/** The largest number of certificates that may be skipped, as in Chromium (BoringSSL pki/parse_certificate.cc). */
const maxSkipCerts = 0xff

export interface PolicyConstraints {
  readonly requireExplicitPolicy: number | undefined
  readonly inhibitPolicyMapping: number | undefined
}

/** Parses policyConstraints, which has at least one of its two fields (section 4.2.1.11). */
export function parsePolicyConstraints(der: Uint8Array): PolicyConstraints {
  const sequence = enterOnly(der, Tag.sequence)
  const require = sequence.readOptional(contextTag(0))
  const inhibit = sequence.readOptional(contextTag(1))
  sequence.end()
  if (require === undefined && inhibit === undefined) throw new DerError('empty policy constraints')
  return {
    requireExplicitPolicy: require && parseSmallUnsigned(require, maxSkipCerts),
    inhibitPolicyMapping: inhibit && parseSmallUnsigned(inhibit, maxSkipCerts),
  }
}

/** Parses inhibitAnyPolicy (section 4.2.1.14). */
export function parseInhibitAnyPolicy(der: Uint8Array): number {
  return parseSmallUnsigned(readOnly(der, Tag.integer), maxSkipCerts)
}

/** Parses subjectKeyIdentifier (section 4.2.1.2). */
export function parseSubjectKeyIdentifier(der: Uint8Array): Uint8Array {
  return readOnly(der, Tag.octetString)
}

export interface AuthorityKeyIdentifier {
  readonly keyIdentifier: Uint8Array | undefined
  /** Whether the issuer's name and serial number are given. A certificate has both or neither. */
  readonly namesCertificate: boolean
}

/** Parses authorityKeyIdentifier (section 4.2.1.1). */
export function parseAuthorityKeyIdentifier(der: Uint8Array): AuthorityKeyIdentifier {
  const sequence = enterOnly(der, Tag.sequence)
  const keyIdentifier = sequence.readOptional(contextTag(0))
  const issuer = sequence.readOptional(contextConstructedTag(1))
  const serialNumber = sequence.readOptional(contextTag(2))
  sequence.end()
  if ((issuer === undefined) !== (serialNumber === undefined)) throw new DerError('an issuer or a serial number alone')
  return { keyIdentifier, namesCertificate: issuer !== undefined }
}

/**
 * Checks authorityInfoAccess: one or more descriptions (section 4.2.2.1). Nothing is fetched, but a malformed
 * extension is refused.
 */
export function parseAuthorityInfoAccess(der: Uint8Array): void {
  const sequence = enterOnly(der, Tag.sequence)
  do {
    const description = sequence.enter(Tag.sequence)
    description.read(Tag.oid)
    const { tag, content } = description.element()
    // Chromium reads the addresses of all methods, and no other form of name.
    if (tag === uriTag) parseAscii(content)
    description.end()
  } while (sequence.more)
}
