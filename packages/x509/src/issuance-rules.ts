/**
 * The rules that only the `strict` profile checks. They bind those who issue certificates: RFC 5280's profile
 * (section 4) and the CA/Browser Forum's Baseline Requirements (BR, section 7.1), as far as a client can see them.
 *
 * Chromium checks none of these rules for a private authority. The comment of a rule names tools in use that break
 * it: `strict` would refuse a device with such a certificate, so it is not the default. A rule without a comment is
 * also left to `strict`, because the default profile gives Chromium's verdict.
 */
import { canonicalIpLiteral, ipAddressOctets } from '@chrome-socket/api/backend'
import { equalBytes } from './bytes.ts'
import { isSelfIssued, type Certificate } from './certificate.ts'
import { isMinimalInteger } from './der-values.ts'
import { isDnsName } from './host-name.ts'
import { Oid } from './oid.ts'

/**
 * The certificates of a path that a rule applies to. `issued` is every certificate but the trust anchor. `root` is
 * the anchor, unless the anchor is the leaf.
 */
type Scope = 'every' | 'issued' | 'leaf' | 'authority' | 'root'

export interface IssuanceRule {
  /** The rule in words, for a log. */
  readonly rule: string
  readonly source: string
  readonly of: Scope
  readonly isKept: (certificate: Certificate) => boolean
}

export const issuanceRules: readonly IssuanceRule[] = [
  // openssl x509 -req -signkey without an extensions file
  { rule: 'version 3', source: 'BR 7.1.1', of: 'every', isKept: ({ version }) => version === 3 },
  { rule: 'an issuer', source: 'RFC 5280, 4.1.2.4', of: 'every', isKept: ({ issuer }) => issuer.key !== '' },
  {
    rule: 'an RSA modulus of whole octets',
    source: 'BR 6.1.5',
    of: 'every',
    isKept: ({ publicKey }) => publicKey?.kind !== 'rsa' || publicKey.bits % 8 === 0,
  },
  {
    // NSS certutil; OpenSSL before 3.0, and later under a root without a key identifier
    rule: 'a key identifier of the issuer, unless it is self-issued',
    source: 'RFC 5280, 4.2.1.1',
    of: 'every',
    isKept: (certificate) => {
      const identifier = certificate.extensions.authorityKeyIdentifier
      return identifier === undefined ? isSelfIssued(certificate) : identifier.keyIdentifier !== undefined
    },
  },
  {
    // common, because Apple's systems once refused critical name constraints
    rule: 'name constraints that are critical',
    source: 'RFC 5280, 4.2.1.10',
    of: 'every',
    isKept: ({ extensions }) => extensions.byOid.get(Oid.nameConstraints)?.critical !== false,
  },
  {
    // NIST's test suite for paths
    rule: 'policy constraints that are critical',
    source: 'RFC 5280, 4.2.1.11',
    of: 'every',
    isKept: ({ extensions }) => extensions.byOid.get(Oid.policyConstraints)?.critical !== false,
  },
  {
    // openssl x509 -set_serial 0
    rule: 'a serial number of 1 to 20 octets, positive',
    source: 'RFC 5280, 4.1.2.2',
    of: 'issued',
    isKept: ({ serialNumber: octets }) =>
      isMinimalInteger(octets) && octets.length <= 20 && (octets[0] ?? 0) < 0x80 && octets.some((octet) => octet !== 0),
  },
  {
    // easy-rsa, Debian's ssl-cert, openssl with basicConstraints=CA:TRUE
    rule: 'an authority with basic constraints that are critical',
    source: 'RFC 5280, 4.2.1.9',
    of: 'authority',
    isKept: ({ extensions }) => extensions.byOid.get(Oid.basicConstraints)?.critical === true,
  },
  {
    // NSS certutil, openssl req -x509 with a custom configuration
    rule: 'an authority with a key identifier',
    source: 'RFC 5280, 4.2.1.2',
    of: 'authority',
    isKept: ({ extensions }) => extensions.subjectKeyIdentifier !== undefined,
  },
  {
    // widespread: OpenSSL's documentation shows a leading dot
    rule: 'name constraints without a leading dot',
    source: 'RFC 5280, 4.2.1.10',
    of: 'authority',
    isKept: ({ extensions: { nameConstraints: constraints } }) =>
      [constraints?.permitted, constraints?.excluded].every(
        (subtrees) => subtrees?.dnsNames.every((name) => name === '' || isDnsName(name)) ?? true,
      ),
  },
  {
    rule: 'a root without an extended key usage',
    source: 'BR 7.1.2.1.2',
    of: 'root',
    isKept: ({ extensions }) => extensions.extendedKeyUsage === undefined,
  },
  {
    // easy-rsa
    rule: 'a root whose authority key identifier, if there, is its own key identifier alone',
    source: 'BR 7.1.2.1.3',
    of: 'root',
    isKept: (root) => {
      const { authorityKeyIdentifier, subjectKeyIdentifier } = root.extensions
      if (authorityKeyIdentifier === undefined || !isSelfIssued(root)) return true
      const { keyIdentifier, namesCertificate } = authorityKeyIdentifier
      if (namesCertificate || keyIdentifier === undefined || subjectKeyIdentifier === undefined) return false
      return equalBytes(keyIdentifier, subjectKeyIdentifier)
    },
  },
  {
    // openssl req -x509, Go's generate_cert.go --ca, forge's example
    rule: 'a server certificate that is no authority',
    source: 'BR 7.1.2.7.8',
    of: 'leaf',
    isKept: ({ extensions }) => extensions.basicConstraints?.isCa !== true,
  },
  {
    // forge's example
    rule: 'a server certificate that may not sign others',
    source: 'RFC 5280, 4.2.1.9, BR 7.1.2.7.11',
    of: 'leaf',
    isKept: ({ extensions }) => extensions.keyUsage?.has('keyCertSign') !== true,
  },
  {
    rule: 'a server certificate without name constraints',
    source: 'RFC 5280, 4.2.1.10',
    of: 'leaf',
    isKept: ({ extensions }) => extensions.nameConstraints === undefined,
  },
  {
    // openssl unless told otherwise, keytool, NSS certutil, Botan, strongSwan's pki
    rule: 'a server certificate with an extended key usage that is not critical',
    source: 'BR 7.1.2.7.6',
    of: 'leaf',
    isKept: ({ extensions }) => extensions.byOid.get(Oid.extendedKeyUsage)?.critical === false,
  },
  {
    rule: 'a server certificate that is not for any purpose',
    source: 'BR 7.1.2.7.10',
    of: 'leaf',
    isKept: ({ extensions }) => extensions.extendedKeyUsage?.has(Oid.anyExtendedKeyUsage) !== true,
  },
  {
    rule: 'alternative names that are critical if and only if there is no subject',
    source: 'BR 7.1.2.7.12',
    of: 'leaf',
    isKept: ({ subject, extensions }) => extensions.byOid.get(Oid.subjectAltName)?.critical === (subject.key === ''),
  },
  {
    // hosts in use have underscores
    rule: 'DNS names of letters, digits and hyphens between them, a wildcard as the whole first label',
    source: 'BR 3.2.2.6 and 7.1.4.2',
    of: 'leaf',
    isKept: ({ extensions }) => (extensions.subjectAltName?.dnsNames ?? []).every(isPresentableDnsName),
  },
  {
    // certificates that name a device for people: CN=Printer
    rule: 'common names that are copies of alternative names',
    source: 'BR 7.1.4.3',
    of: 'leaf',
    isKept: commonNamesAreCopies,
  },
]

/** Returns the first rule that `path` breaks, in words. `path` is leaf first and trust anchor last. */
export function brokenIssuanceRule(path: readonly Certificate[]): string | undefined {
  const authorities = path.slice(1)
  const scopes: Readonly<Record<Scope, readonly Certificate[]>> = {
    every: path,
    issued: path.slice(0, -1),
    leaf: path.slice(0, 1),
    authority: authorities,
    root: authorities.slice(-1),
  }
  const broken = issuanceRules.find(({ of, isKept }) => !scopes[of].every(isKept))
  return broken && `${broken.rule} (${broken.source})`
}

function isPresentableDnsName(name: string): boolean {
  return isDnsName(name.startsWith('*.') ? name.slice(2) : name) && !/_|(^|\.)-|-(\.|$)/.test(name)
}

/**
 * Whether each common name that is a host name or an address is an exact copy of an alternative name.
 *
 * Two deviations are accepted, because both are widespread and mislead nobody: a common name in a certificate without
 * alternative names of its kind, and the parent domain of an alternative name, as in CN=example.com for
 * *.example.com.
 */
function commonNamesAreCopies({ subject, extensions }: Certificate): boolean {
  const { dnsNames = [], ipAddresses = [] } = extensions.subjectAltName ?? {}
  return subject.attributes.every(({ type, text = '' }) => {
    if (type !== Oid.commonName) return true
    if (ipAddresses.length > 0 && (/^[\d.]+$|^0x[\da-f]+$/i.test(text) || text.includes(':'))) {
      return (
        canonicalIpLiteral(text) === text && ipAddresses.some((octets) => equalBytes(octets, ipAddressOctets(text)))
      )
    }
    return dnsNames.length === 0 || dnsNames.some((name) => name === text || name.endsWith(`.${text}`))
  })
}
