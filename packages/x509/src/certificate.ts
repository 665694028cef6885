/**
 * Parses certificates (RFC 5280, section 4.1).
 *
 * Each field must follow the RFC's ASN.1, in DER. This file does not decide how a certificate may be used;
 * `check-path.ts` does. The parsed fields are views into `der`, which must not change.
 */
import { Map, Uint8Array } from './globals.ts'
import { equalBytes } from './bytes.ts'
import { readVersion } from './certificate-fields.ts'
import { DerError, Tag, contextConstructedTag, contextTag, enterOnly, type DerReader } from './der.ts'
import { oidKey, parseBitString, parseBoolean } from './der-values.ts'
import { readTime } from './der-time.ts'
import {
  parseAuthorityInfoAccess,
  parseAuthorityKeyIdentifier,
  parseBasicConstraints,
  parseCertificatePolicies,
  parseExtendedKeyUsage,
  parseInhibitAnyPolicy,
  parseKeyUsage,
  parsePolicyConstraints,
  parsePolicyMappings,
  parseSubjectKeyIdentifier,
  type AuthorityKeyIdentifier,
  type BasicConstraints,
  type CertificatePolicies,
  type KeyUsage,
  type PolicyConstraints,
  type PolicyMapping,
} from './extensions.ts'
import { parseGeneralNames, type GeneralNames } from './general-name.ts'
import { InvalidCertificateError } from './invalid-certificate.ts'
import { parseNameConstraints, type NameConstraints } from './name-constraints.ts'
import { parseName, type Name } from './name.ts'
import { Oid } from './oid.ts'
import { parsePublicKey, type PublicKey } from './public-key.ts'
import { parseSignatureAlgorithm, type SignatureAlgorithm } from './signature-algorithm.ts'

/** A parsed certificate (RFC 5280, section 4.1). */
export interface Certificate {
  /** The whole certificate. */
  readonly der: Uint8Array
  /** The signed part: the whole TBSCertificate. */
  readonly tbs: Uint8Array
  /** The version. Today's certificates have version 3. */
  readonly version: 1 | 2 | 3
  /**
   * The content of the INTEGER, unchecked. Some authorities write numbers that are negative, zero or not minimal; RFC
   * 5280, section 4.1.2.2, asks clients to cope with negative numbers and zero.
   */
  readonly serialNumber: Uint8Array
  /** The name of the authority that signed the certificate. */
  readonly issuer: Name
  /** The name of the owner of the key. It is often empty. */
  readonly subject: Name
  /** The start of the validity period, in milliseconds since 1970. */
  readonly notBefore: number
  /** The end of the validity period, in milliseconds since 1970. */
  readonly notAfter: number
  /** The whole SubjectPublicKeyInfo. */
  readonly spki: Uint8Array
  /** The parsed key. Undefined if it is malformed, or its kind is not supported. */
  readonly publicKey: PublicKey | undefined
  /** Whether the signed and the unsigned part name the same signature algorithm (section 4.1.1.2). */
  readonly hasOneAlgorithm: boolean
  /** The algorithm of `signature`. Undefined if it is not accepted, or the certificate names two. */
  readonly signatureAlgorithm: SignatureAlgorithm | undefined
  /** The signature of `tbs` by the issuer's key. */
  readonly signature: Uint8Array
  /** The extensions. Certificates before version 3 have none. */
  readonly extensions: Extensions
}

/** The extensions of a certificate. A known extension is undefined if the certificate does not have it. */
export interface Extensions {
  /** All extensions, known or not, by object identifier. */
  readonly byOid: ReadonlyMap<string, Extension>
  /** Whether the certificate belongs to an authority (RFC 5280, section 4.2.1.9). */
  readonly basicConstraints: BasicConstraints | undefined
  /** The permitted uses of the key. Undefined means any use. */
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined
  /** The object identifiers of the permitted purposes. Undefined means any purpose. */
  readonly extendedKeyUsage: ReadonlySet<string> | undefined
  /** The names that the certificate is valid for (section 4.2.1.6). */
  readonly subjectAltName: GeneralNames | undefined
  /** The names for which an authority may issue certificates (section 4.2.1.10). */
  readonly nameConstraints: NameConstraints | undefined
  /** The policies under which the certificate was issued (section 4.2.1.4). */
  readonly certificatePolicies: CertificatePolicies | undefined
  /** Pairs of policies that an authority treats as equal in the certificates below it (section 4.2.1.5). */
  readonly policyMappings: readonly PolicyMapping[] | undefined
  /** Whether the certificates below this one need a policy (section 4.2.1.11). */
  readonly policyConstraints: PolicyConstraints | undefined
  /** The number of certificates below this one that may claim anyPolicy (section 4.2.1.14). */
  readonly inhibitAnyPolicy: number | undefined
  /** The identifier of the certificate's key (section 4.2.1.2). */
  readonly subjectKeyIdentifier: Uint8Array | undefined
  /** The identifier of the issuer's key (section 4.2.1.1). */
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | undefined
}

/** The size limit. It is far above any certificate in use; a TLS handshake message could hold 16 MiB. */
const maxCertificateOctets = 1 << 18

/**
 * Parses a certificate (RFC 5280, section 4.1). The fields are views of `der`, which must not change.
 * @param der one certificate in DER, 256 KiB at most
 * @throws DerError: `der` is not a certificate in DER.
 * @throws InvalidCertificateError, a DerError: `der` has the form of a certificate, but its content breaks a rule.
 * @example
 * import { readFileSync } from 'node:fs'
 * import { decodePem, parseCertificate } from '@chrome-socket/x509'
 *
 * for (const der of decodePem(readFileSync('chain.pem', 'utf8'), 'CERTIFICATE')) {
 *   const { notAfter, publicKey } = parseCertificate(der)
 *   console.log(new Date(notAfter).toISOString(), publicKey?.kind)
 * }
 */
export function parseCertificate(der: Uint8Array): Certificate {
  if (der.length > maxCertificateOctets) throw new DerError('a certificate that is too large')
  const certificate = enterOnly(der, Tag.sequence)
  const tbs = certificate.expect(Tag.sequence).whole
  const outerAlgorithm = certificate.expect(Tag.sequence).whole
  const signature = parseBitString(certificate.read(Tag.bitString))
  certificate.end()

  const fields = enterOnly(tbs, Tag.sequence)
  const version = readVersion(fields)
  const serialNumber = fields.read(Tag.integer)
  const hasOneAlgorithm = equalBytes(fields.expect(Tag.sequence).whole, outerAlgorithm)
  const issuer = parseName(fields.expect(Tag.sequence).whole)
  const validity = fields.enter(Tag.sequence)
  const notBefore = readTime(validity)
  const notAfter = readTime(validity)
  validity.end()
  const subject = parseName(fields.expect(Tag.sequence).whole)
  const spki = fields.expect(Tag.sequence).whole
  for (const uniqueIdentifier of [contextTag(1), contextTag(2)]) {
    const content = fields.readOptional(uniqueIdentifier)
    if (content === undefined) continue
    if (version === 1) throw new DerError('a unique identifier in version 1')
    parseBitString(content)
  }
  const extensions = fields.readOptional(contextConstructedTag(3))
  if (extensions !== undefined && version !== 3) throw new DerError('extensions before version 3')
  fields.end()

  return {
    der,
    tbs,
    version,
    serialNumber,
    issuer,
    subject,
    notBefore,
    notAfter,
    spki,
    publicKey: publicKeyIn(spki),
    hasOneAlgorithm,
    // The outer identifier is not signed, so an attacker could change it.
    signatureAlgorithm: hasOneAlgorithm ? parseSignatureAlgorithm(outerAlgorithm) : undefined,
    // No algorithm makes a signature of bits that are no octets, so an empty one stands for it: both are bad.
    signature: signature.unusedBits === 0 ? signature.octets : new Uint8Array(),
    extensions: parseExtensions(extensions, subject),
  }
}

/** Returns the key. Undefined if it is malformed: as in Chromium, only a path that uses the key then fails. */
function publicKeyIn(spki: Uint8Array): PublicKey | undefined {
  try {
    return parsePublicKey(spki)
  } catch (error) {
    if (error instanceof DerError) return undefined
    throw error
  }
}

export interface Extension {
  readonly critical: boolean
  /** The content of the OCTET STRING. */
  readonly value: Uint8Array
}

/** Reads the extensions. Each may occur once, and the field, if present, has at least one extension (section 4.2). */
function readExtensions(sequence: DerReader): Map<string, Extension> {
  const extensions = new Map<string, Extension>()
  do {
    const extension = sequence.enter(Tag.sequence)
    const oid = oidKey(extension.read(Tag.oid))
    const flag = extension.readOptional(Tag.boolean)
    const critical = flag !== undefined && parseBoolean(flag)
    if (flag !== undefined && !critical) throw new DerError('an explicit FALSE, which is the default')
    const value = extension.read(Tag.octetString)
    extension.end()
    if (extensions.has(oid)) throw new DerError('a duplicate extension')
    extensions.set(oid, { critical, value })
  } while (sequence.more)
  return extensions
}

function parseExtensions(explicit: Uint8Array | undefined, subject: Name): Extensions {
  const sequence = explicit && enterOnly(explicit, Tag.sequence)
  try {
    const all = sequence === undefined ? new Map<string, Extension>() : readExtensions(sequence)
    const parsed = <T>(oid: string, parse: (value: Uint8Array, critical: boolean) => T): T | undefined => {
      const extension = all.get(oid)
      return extension && parse(extension.value, extension.critical)
    }
    parsed(Oid.authorityInfoAccess, parseAuthorityInfoAccess)
    const subjectAltName = parsed(Oid.subjectAltName, parseGeneralNames)
    // Section 4.1.2.6: without a subject, the alternative names are the only names, so they must be critical.
    if (subject.key === '' && subjectAltName !== undefined && !all.get(Oid.subjectAltName)?.critical) {
      throw new DerError('no subject, and alternative names that are not critical')
    }
    return {
      byOid: all,
      basicConstraints: parsed(Oid.basicConstraints, parseBasicConstraints),
      keyUsage: parsed(Oid.keyUsage, parseKeyUsage),
      extendedKeyUsage: parsed(Oid.extendedKeyUsage, parseExtendedKeyUsage),
      subjectAltName,
      nameConstraints: parsed(Oid.nameConstraints, parseNameConstraints),
      certificatePolicies: parsed(Oid.certificatePolicies, parseCertificatePolicies),
      policyMappings: parsed(Oid.policyMappings, parsePolicyMappings),
      policyConstraints: parsed(Oid.policyConstraints, parsePolicyConstraints),
      inhibitAnyPolicy: parsed(Oid.inhibitAnyPolicy, parseInhibitAnyPolicy),
      subjectKeyIdentifier: parsed(Oid.subjectKeyIdentifier, parseSubjectKeyIdentifier),
      authorityKeyIdentifier: parsed(Oid.authorityKeyIdentifier, parseAuthorityKeyIdentifier),
    }
  } catch (error) {
    throw error instanceof DerError ? new InvalidCertificateError(error.message) : error
  }
}

/**
 * Returns whether the issuer and the subject of a certificate have the same name (RFC 5280, section 6.1).
 * @param certificate a parsed certificate
 * @errors Cannot fail.
 * @example
 * import { isSelfIssued, type Certificate } from '@chrome-socket/x509'
 *
 * export const roots = (certificates: readonly Certificate[]) => certificates.filter(isSelfIssued)
 */
export function isSelfIssued(certificate: Certificate): boolean {
  return certificate.subject.key === certificate.issuer.key
}
