/**
 * Where this project and x509-limbo disagree, by the id of the case, and why; and what is not counted.
 * `limbo.test.ts` fails if an entry is missing or no longer needed.
 */
import type { CertificateProfile } from '../../src/x509/index.ts'

/** Features of cases that are not counted. */
export const notCounted: Readonly<Record<string, string>> = {
  'has-crl': 'revocation is not checked (nor is it by Chromium with CRLs of the caller)',
  'pedantic-public-suffix-wildcard':
    'needs the Public Suffix List, which is not aboard; *.com and the like are refused by counting labels',
}

const pairWithoutEku =
  'the suite has the same chain as valid (rfc5280) and invalid (webpki): CA/Browser Forum 7.1.2.7.6'
const pairOfLeafAuthorities =
  'the suite has such chains as valid (rfc5280) and invalid (webpki): CA/Browser Forum 7.1.2.7.8'
const issuers = 'asks something of issuers that Chromium does not; private authorities often do not do it'

/** Valid for the suite, refused here. */
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

/** Invalid for the suite, taken here. */
export const falseAccepts: Readonly<Record<CertificateProfile, Readonly<Record<string, string>>>> = {
  chromium: {
    'rfc5280::aki::leaf-missing-aki': issuers,
    'rfc5280::aki::intermediate-missing-aki': issuers,
    'rfc5280::aki::cross-signed-root-missing-aki': issuers,
    'rfc5280::nc::permitted-dns-match-noncritical': issuers,
    'rfc5280::nc::invalid-dnsname-leading-period': 'as in Chromium and OpenSSL, a leading dot asks for one label more',
    'rfc5280::nc::not-allowed-in-ee-noncritical': issuers,
    'rfc5280::nc::not-allowed-in-ee-critical': issuers,
    'rfc5280::pc::ica-noncritical-pc': issuers,
    'rfc5280::san::underscore-dns': 'hosts with underscores are in use, and Chromium takes them',
    'rfc5280::serial::too-long': issuers,
    'rfc5280::serial::zero': issuers,
    'rfc5280::ski::root-missing-ski': issuers,
    'rfc5280::ski::intermediate-missing-ski': issuers,
    'rfc5280::root-missing-basic-constraints': 'an anchor is one by being given; it may only say that it is not',
    'rfc5280::root-non-critical-basic-constraints': issuers,
    'rfc5280::leaf-ku-keycertsign': issuers,
    'webpki::aki::root-with-aki-missing-keyidentifier': issuers,
    'webpki::aki::root-with-aki-all-fields': issuers,
    'webpki::aki::root-with-aki-ski-mismatch': issuers,
    'webpki::cn::ipv4-hex-mismatch': 'common names are not looked at',
    'webpki::cn::ipv4-leading-zeros-mismatch': 'common names are not looked at',
    'webpki::cn::ipv6-uppercase-mismatch': 'common names are not looked at',
    'webpki::cn::ipv6-uncompressed-mismatch': 'common names are not looked at',
    'webpki::cn::ipv6-non-rfc5952-mismatch': 'common names are not looked at',
    'webpki::cn::punycode-not-in-san': 'common names are not looked at',
    'webpki::cn::utf8-vs-punycode-mismatch': 'common names are not looked at',
    'webpki::cn::not-in-san': 'common names are not looked at',
    'webpki::cn::case-mismatch': 'common names are not looked at',
    'webpki::eku::ee-anyeku': 'Chromium takes any purpose for this one',
    'webpki::eku::ee-critical-eku': issuers,
    'webpki::eku::ee-without-eku': 'Chromium takes a key without purposes for any',
    'webpki::eku::root-has-eku': issuers,
    'webpki::san::san-critical-with-nonempty-subject': issuers,
    'webpki::forbidden-rsa-not-divisible-by-8-in-root': issuers,
    'webpki::forbidden-rsa-key-not-divisible-by-8-in-leaf': issuers,
    'webpki::ee-basicconstraints-ca': 'RFC 5280 allows it, and routers and printers have such certificates',
    'webpki::ca-as-leaf': 'RFC 5280 allows it, and routers and printers have such certificates',
  },
  strict: {},
}
