/**
 * What is asked of those who issue certificates, beyond what a path needs to be valid: RFC 5280's profile (section 4)
 * and the CA/Browser Forum's Baseline Requirements (section 7.1) as far as a client can see them. The `webpki` profile.
 */
import { equalBytes } from './bytes.ts'
import { isSelfIssued, type Certificate } from './certificate.ts'
import { isDnsName } from './host-name.ts'
import { parseIpAddress } from './ip-address.ts'
import { Oid } from './oid.ts'

export function followsIssuanceRules(path: readonly Certificate[]): boolean {
  return path.every((certificate, index) => {
    if (!commonRules.every((rule) => rule(certificate))) return false
    const rules = index === 0 ? subscriberRules : authorityRules
    return rules.every((rule) => rule(certificate)) && (index !== path.length - 1 || isGoodRoot(certificate))
  })
}

type Rule = (certificate: Certificate) => boolean

const commonRules: readonly Rule[] = [
  // BR 7.1.1
  ({ version }) => version === 3,
  // RFC 5280, 4.1.2.2: positive, and at most 20 octets.
  ({ serialNumber }) => serialNumber.length <= 20 && (serialNumber[0] ?? 0) < 0x80 && serialNumber.some((o) => o !== 0),
  // RFC 5280, 4.1.2.4
  ({ issuer }) => issuer.key !== '',
  // BR 6.1.5
  ({ publicKey }) => publicKey?.kind !== 'rsa' || publicKey.bits % 8 === 0,
  // RFC 5280, 4.2.1.1: only a self-signed certificate may be without it.
  (certificate) =>
    certificate.extensions.authorityKeyIdentifier?.keyIdentifier !== undefined ||
    (isSelfIssued(certificate) && certificate.extensions.authorityKeyIdentifier === undefined),
  // RFC 5280, 4.2.1.11
  ({ extensions }) => extensions.critical.get(Oid.policyConstraints) !== false,
]

const authorityRules: readonly Rule[] = [
  // RFC 5280, 4.1.2.6
  ({ subject }) => subject.key !== '',
  // RFC 5280, 4.2.1.9
  ({ extensions }) => extensions.critical.get(Oid.basicConstraints) === true,
  // RFC 5280, 4.2.1.2
  ({ extensions }) => extensions.subjectKeyIdentifier !== undefined,
  // RFC 5280, 4.2.1.10: a leading dot is for URIs and mail, not for DNS names.
  ({ extensions: { nameConstraints: constraints } }) =>
    [constraints?.permitted, constraints?.excluded].every(
      (subtrees) => subtrees?.dnsNames.every((name) => name === '' || isDnsName(name)) ?? true,
    ),
]

/** BR 7.1.2.1: an authority key identifier of a root is its own key's, and nothing else. */
function isGoodRoot(root: Certificate): boolean {
  const { authorityKeyIdentifier, subjectKeyIdentifier, extendedKeyUsage } = root.extensions
  if (extendedKeyUsage !== undefined) return false
  if (authorityKeyIdentifier === undefined || !isSelfIssued(root)) return true
  const { keyIdentifier, namesCertificate } = authorityKeyIdentifier
  return (
    !namesCertificate &&
    keyIdentifier !== undefined &&
    subjectKeyIdentifier !== undefined &&
    equalBytes(keyIdentifier, subjectKeyIdentifier)
  )
}

const subscriberRules: readonly Rule[] = [
  // BR 7.1.2.7.8 and RFC 5280, 4.2.1.9
  ({ extensions }) => extensions.basicConstraints?.isCa !== true,
  ({ extensions }) => extensions.keyUsage?.has('keyCertSign') !== true,
  // RFC 5280, 4.2.1.10
  ({ extensions }) => extensions.nameConstraints === undefined,
  // BR 7.1.2.7.12
  ({ subject, extensions }) => extensions.critical.get(Oid.subjectAltName) === (subject.key === ''),
  ({ extensions }) => extensions.subjectAltName?.dnsNames.every(isPresentableDnsName) ?? false,
  // BR 7.1.2.7.10; a certificate without is let pass, since RFC 5280 allows it.
  ({ extensions }) => extensions.extendedKeyUsage?.has(Oid.anyExtendedKeyUsage) !== true,
  ({ extensions }) => extensions.critical.get(Oid.extendedKeyUsage) !== true,
  commonNameIsAlternativeName,
]

/** Letters, digits and hyphens only; a wildcard as the whole first label (RFC 5280, 4.2.1.6, and BR 3.2.2.6). */
function isPresentableDnsName(name: string): boolean {
  return isDnsName(name.startsWith('*.') ? name.slice(2) : name) && !name.includes('_')
}

/** BR 7.1.4.3: a character-for-character copy of a DNS name, or an IP address that is in the alternative names. */
function commonNameIsAlternativeName({ subject, extensions }: Certificate): boolean {
  return subject.attributes.every(({ type, text }) => {
    if (type !== Oid.commonName) return true
    const address = parseIpAddress(text ?? '')
    const { dnsNames = [], ipAddresses = [] } = extensions.subjectAltName ?? {}
    if (address === undefined) return dnsNames.includes(text ?? '')
    return ipAddresses.some((other) => equalBytes(other, address))
  })
}
