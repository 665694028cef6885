/**
 * The cases in which this project and x509-limbo disagree, by id and with the reason, and the cases that are not
 * counted. `limbo.test.ts` fails if an entry is missing or no longer needed.
 */
import type { CertificateProfile } from '../src/index.ts'

/** The features of the cases that are not counted, with the reason. */
export const notCounted: Readonly<Record<string, string>> = {
  'has-crl': 'revocation is not checked (nor is it by Chromium with CRLs of the caller)',
  'pedantic-public-suffix-wildcard':
    'needs the Public Suffix List, which is not aboard; *.com and the like are refused by counting labels',
}

const pairWithoutEku =
  'the suite has the same chain as valid (rfc5280) and invalid (webpki): CA/Browser Forum 7.1.2.7.6'
const pairOfLeafAuthorities =
  'the suite has such chains as valid (rfc5280) and invalid (webpki): CA/Browser Forum 7.1.2.7.8'
/** The cases that the suite calls valid and this package refuses. */
export const falseRejects: Readonly<Record<CertificateProfile, Readonly<Record<string, string>>>> = {
  chromium: {},
  strict: {
    'cve::cve-2024-0567':
      'the anchor is cross-signed and has no authority key identifier, invalid by rfc5280::aki::cross-signed-root-missing-aki',
    'pathlen::validation-ignores-pathlen-in-leaf': pairOfLeafAuthorities,
    'rfc5280::ca-as-leaf': pairOfLeafAuthorities,
    'rfc5280::eku::ee-without-eku': pairWithoutEku,
    'webpki::nc::permitted-dns-match-noncritical':
      'the suite has the same chain as valid (webpki) and invalid (rfc5280): RFC 5280, 4.2.1.10, wants it critical',
  },
}

/**
 * The cases that the suite calls invalid and this package accepts, as Chromium does, with the beginning of the rule
 * of `issuance-rules.ts` that each breaks.
 */
export const falseAccepts: Readonly<Record<CertificateProfile, Readonly<Record<string, string>>>> = {
  chromium: {
    'webpki::forbidden-weak-rsa-in-leaf': 'a key of the wrong size',
    'webpki::forbidden-weak-rsa-key-in-root': 'a key of the wrong size',
    'rfc5280::aki::leaf-missing-aki': 'a key identifier of the issuer',
    'rfc5280::aki::intermediate-missing-aki': 'a key identifier of the issuer',
    'rfc5280::aki::cross-signed-root-missing-aki': 'a key identifier of the issuer',
    'rfc5280::nc::permitted-dns-match-noncritical': 'name constraints that are critical',
    'rfc5280::nc::invalid-dnsname-leading-period': 'name constraints without a leading dot',
    'rfc5280::nc::not-allowed-in-ee-noncritical': 'name constraints that are critical',
    'rfc5280::nc::not-allowed-in-ee-critical': 'a server certificate without name constraints',
    'rfc5280::pc::ica-noncritical-pc': 'policy constraints that are critical',
    'rfc5280::san::underscore-dns': 'DNS names of letters, digits and hyphens',
    'rfc5280::serial::too-long': 'a serial number of 1 to 20 octets',
    'rfc5280::serial::zero': 'a serial number of 1 to 20 octets',
    'rfc5280::ski::root-missing-ski': 'an authority with a key identifier',
    'rfc5280::ski::intermediate-missing-ski': 'an authority with a key identifier',
    'rfc5280::root-missing-basic-constraints': 'an authority with basic constraints that are critical',
    'rfc5280::root-non-critical-basic-constraints': 'an authority with basic constraints that are critical',
    'rfc5280::leaf-ku-keycertsign': 'a server certificate that may not sign others',
    'webpki::aki::root-with-aki-missing-keyidentifier': 'a key identifier of the issuer',
    'webpki::aki::root-with-aki-all-fields': 'a root whose authority key identifier',
    'webpki::aki::root-with-aki-ski-mismatch': 'a root whose authority key identifier',
    'webpki::cn::ipv4-hex-mismatch': 'common names that are copies of alternative names',
    'webpki::cn::ipv4-leading-zeros-mismatch': 'common names that are copies of alternative names',
    'webpki::cn::ipv6-uppercase-mismatch': 'common names that are copies of alternative names',
    'webpki::cn::ipv6-uncompressed-mismatch': 'common names that are copies of alternative names',
    'webpki::cn::ipv6-non-rfc5952-mismatch': 'common names that are copies of alternative names',
    'webpki::cn::punycode-not-in-san': 'common names that are copies of alternative names',
    'webpki::cn::utf8-vs-punycode-mismatch': 'common names that are copies of alternative names',
    'webpki::cn::not-in-san': 'common names that are copies of alternative names',
    'webpki::cn::case-mismatch': 'common names that are copies of alternative names',
    'webpki::eku::ee-anyeku': 'a server certificate that is not for any purpose',
    'webpki::eku::ee-critical-eku': 'a server certificate with an extended key usage that is not critical',
    'webpki::eku::ee-without-eku': 'a server certificate with an extended key usage that is not critical',
    'webpki::eku::root-has-eku': 'a root without an extended key usage',
    'webpki::san::san-critical-with-nonempty-subject':
      'alternative names that are critical if and only if there is no subject',
    'webpki::forbidden-rsa-not-divisible-by-8-in-root': 'an RSA modulus of whole octets',
    'webpki::forbidden-rsa-key-not-divisible-by-8-in-leaf': 'an RSA modulus of whole octets',
    'webpki::ee-basicconstraints-ca': 'a server certificate that is no authority',
    'webpki::ca-as-leaf': 'a server certificate that is no authority',
  },
  strict: {},
}
