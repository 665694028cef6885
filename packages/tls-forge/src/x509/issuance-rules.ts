/**
 * What is asked of those who issue certificates, beyond what a path needs to be valid: RFC 5280's profile (section 4)
 * and the CA/Browser Forum's Baseline Requirements (BR, section 7.1), as far as a client can see them.
 * The `strict` profile.
 */
import { equalBytes } from './bytes.ts'
import { isSelfIssued, type Certificate } from './certificate.ts'
import { isDnsName } from './host-name.ts'
import { parseIpAddress, formatIpAddress } from './ip-address.ts'
import { Oid } from './oid.ts'

/** `path` is leaf first and trust anchor last. */
export function followsIssuanceRules(path: readonly Certificate[]): boolean {
  const authorities = path.slice(1)
  const root = authorities.at(-1)
  return (
    path.every((certificate) => commonRules.every((follows) => follows(certificate))) &&
    path.slice(0, -1).every(hasGoodSerialNumber) &&
    path.slice(0, 1).every((leaf) => subscriberRules.every((follows) => follows(leaf))) &&
    authorities.every((authority) => authorityRules.every((follows) => follows(authority))) &&
    (root === undefined || rootRules.every((follows) => follows(root)))
  )
}

type Rule = (certificate: Certificate) => boolean

const commonRules: readonly Rule[] = [
  // BR 7.1.1
  ({ version }) => version === 3,
  // RFC 5280, 4.1.2.4
  ({ issuer }) => issuer.key !== '',
  // BR 6.1.5
  ({ publicKey }) => publicKey?.kind !== 'rsa' || publicKey.bits % 8 === 0,
  // RFC 5280, 4.2.1.1: only a self-signed certificate may be without a key identifier of its issuer.
  (certificate) =>
    certificate.extensions.authorityKeyIdentifier?.keyIdentifier !== undefined ||
    (isSelfIssued(certificate) && certificate.extensions.authorityKeyIdentifier === undefined),
  // RFC 5280, 4.2.1.10 and 4.2.1.11: critical, if there.
  ({ extensions }) => extensions.critical.get(Oid.nameConstraints) !== false,
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

const rootRules: readonly Rule[] = [
  // BR 7.1.2.1.2
  ({ extensions }) => extensions.extendedKeyUsage === undefined,
  // BR 7.1.2.1.3: an authority key identifier is that of the root's own key, and nothing else.
  (root) => {
    const { authorityKeyIdentifier, subjectKeyIdentifier } = root.extensions
    if (authorityKeyIdentifier === undefined || !isSelfIssued(root)) return true
    const { keyIdentifier, namesCertificate } = authorityKeyIdentifier
    if (namesCertificate || keyIdentifier === undefined || subjectKeyIdentifier === undefined) return false
    return equalBytes(keyIdentifier, subjectKeyIdentifier)
  },
]

const subscriberRules: readonly Rule[] = [
  // BR 7.1.2.7.8 and 7.1.2.7.11; the second also RFC 5280, 4.2.1.9.
  ({ extensions }) => extensions.basicConstraints?.isCa !== true,
  ({ extensions }) => extensions.keyUsage?.has('keyCertSign') !== true,
  // RFC 5280, 4.2.1.10: only in a certificate of an authority.
  ({ extensions }) => extensions.nameConstraints === undefined,
  // BR 7.1.2.7.6 and 7.1.2.7.10: purposes are there, not critical, and not any.
  ({ extensions }) => extensions.critical.get(Oid.extendedKeyUsage) === false,
  ({ extensions }) => extensions.extendedKeyUsage?.has(Oid.anyExtendedKeyUsage) === false,
  // BR 7.1.2.7.12: critical if and only if there is no subject.
  ({ subject, extensions }) => extensions.critical.get(Oid.subjectAltName) === (subject.key === ''),
  // BR 3.2.2.6 and 7.1.4.2: letters, digits and hyphens only, a wildcard as the whole first label.
  ({ extensions }) => (extensions.subjectAltName?.dnsNames ?? []).every(isPresentableDnsName),
  commonNamesAreCopies,
]

/**
 * RFC 5280, 4.1.2.2: positive, and at most 20 octets. Roots in use have 0 (Starfield Root Certificate Authority - G2),
 * where nobody above is to tell them apart by it.
 */
function hasGoodSerialNumber({ serialNumber }: Certificate): boolean {
  const isNegative = (serialNumber[0] ?? 0) >= 0x80
  return serialNumber.length <= 20 && !isNegative && serialNumber.some((octet) => octet !== 0)
}

function isPresentableDnsName(name: string): boolean {
  return isDnsName(name.startsWith('*.') ? name.slice(2) : name) && !name.includes('_')
}

/**
 * BR 7.1.4.3: a common name that is a host name or an address is a character-for-character copy of one of the
 * alternative names. Let pass are a common name where there are no alternative names of its kind to be a copy of, and
 * the parent domain of one, as in CN=example.com for *.example.com: both are widespread, and mislead nobody.
 */
function commonNamesAreCopies({ subject, extensions }: Certificate): boolean {
  const { dnsNames = [], ipAddresses = [] } = extensions.subjectAltName ?? {}
  return subject.attributes.every(({ type, text = '' }) => {
    if (type !== Oid.commonName) return true
    if (ipAddresses.length > 0 && (/^[\d.]+$|^0x[\da-f]+$/i.test(text) || text.includes(':'))) {
      return parseIpAddress(text) !== undefined && ipAddresses.some((address) => formatIpAddress(address) === text)
    }
    return dnsNames.length === 0 || dnsNames.some((name) => name === text || name.endsWith(`.${text}`))
  })
}
