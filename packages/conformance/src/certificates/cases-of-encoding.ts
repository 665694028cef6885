/**
 * Certificates that are malformed, or nearly so. Chromium's verdict on each is in `chromium-verdicts.ts`.
 */
import { Oid } from '@chrome-socket/x509'
import {
  makeKey,
  day,
  now,
  extension,
  dnsName,
  ipAddress,
  alternativeNames,
  authorityKeyIdentifier,
  authority,
  server,
  serverKey,
} from '@chrome-socket/x509/issuing'
import {
  type Der,
  tlv,
  sequence,
  set,
  bitString,
  boolean,
  printableString,
  implicit,
  integer,
  oid,
} from '@chrome-socket/x509/issuing'
import {
  type CertificateCase,
  direct,
  viaIntermediate,
  withExtension,
  withAuthorityExtension,
  newName,
  localhost,
} from './certificate-case.ts'

export const casesOfEncoding: Readonly<Record<string, () => CertificateCase>> = {
  'malformed alternative names': () => direct({ extensions: [extension(Oid.subjectAltName, boolean(true))] }),
  'alternative name that is no DNS name': () =>
    direct({ extensions: [alternativeNames(dnsName('localhost'), dnsName('a b'), dnsName(''))] }),
  'an extension twice': () => direct({ extensions: [localhost, localhost] }),
  'explicit FALSE in an extension': () =>
    direct({ extensions: [localhost, sequence(oid('1.3.6.1.4.1.32473.1'), boolean(false), tlvOctets())] }),
  'explicit FALSE in basicConstraints': () =>
    direct({ extensions: [localhost, extension(Oid.basicConstraints, sequence(boolean(false)))] }),
  'key usage with zero bits at its end': () =>
    direct({ extensions: [localhost, extension(Oid.keyUsage, bitString(Uint8Array.of(0x80, 0)))] }),
  'key usage without any': () =>
    direct({ extensions: [localhost, extension(Oid.keyUsage, bitString(Uint8Array.of()))] }),
  'two signature algorithms': () => direct({ innerAlgorithm: 'ecdsa_sha384' }),
  'no subject, alternative names not critical': () => direct({ subject: '', extensions: [localhost] }),
  'no subject, alternative names critical': () =>
    direct({ subject: '', extensions: [extension(Oid.subjectAltName, sequence(dnsName('localhost')), true)] }),
  'authority without a subject': () => {
    const root = authority(newName('Root'))
    const intermediate = authority('', { parent: root })
    return { chain: [server(intermediate), intermediate.certificate], key: serverKey(), anchors: [root.certificate] }
  },
  'serial number 0': () => direct({ serial: 0 }),
  'negative serial number': () => direct({ serialDer: tlv(0x02, Uint8Array.of(0x80)) }),
  'serial number of 21 octets': () => direct({ serialDer: integer(1n << 160n) }),
  'serial number of 40 octets': () => direct({ serialDer: integer(1n << 312n) }),
  'alternative names without any': () => withExtension(Oid.subjectAltName, sequence()),
  'IP address of three octets': () =>
    withExtension(Oid.subjectAltName, sequence(dnsName('localhost'), ipAddress(1, 2, 3))),
  'DNS name that is not ASCII': () =>
    withExtension(Oid.subjectAltName, sequence(dnsName('localhost'), implicit(2, 'b\u00fccher.test'))),
  'alternative names with something behind': () =>
    withExtension(Oid.subjectAltName, concatenated(sequence(dnsName('localhost')), boolean(true))),
  'critical alternative names and a subject': () =>
    withExtension(Oid.subjectAltName, sequence(dnsName('localhost')), true),
  'extended key usage without any': () => withExtension(Oid.extendedKeyUsage, sequence()),
  'extended key usage with an empty object identifier': () =>
    withExtension(Oid.extendedKeyUsage, sequence(oid(Oid.serverAuth), tlv(0x06))),
  'critical extended key usage': () => withExtension(Oid.extendedKeyUsage, sequence(oid(Oid.serverAuth)), true),
  'basicConstraints with a path length but no authority': () =>
    withExtension(Oid.basicConstraints, sequence(integer(0))),
  'basicConstraints with something behind': () =>
    withAuthorityExtension(Oid.inhibitAnyPolicy, concatenated(integer(0), integer(0)), true),
  'negative path length': () =>
    viaIntermediate({
      extensions: [extension(Oid.basicConstraints, sequence(boolean(true), Uint8Array.of(2, 1, 0xff)))],
    }),
  'enormous path length': () =>
    viaIntermediate({ extensions: [extension(Oid.basicConstraints, sequence(boolean(true), integer(300)))] }),
  'malformed authority information access': () => withExtension(Oid.authorityInfoAccess, sequence()),
  'critical authority information access': () =>
    withExtension(
      Oid.authorityInfoAccess,
      sequence(sequence(oid('1.3.6.1.5.5.7.48.1'), implicit(6, 'http://a/'))),
      true,
    ),
  'malformed authority key identifier': () => withExtension(Oid.authorityKeyIdentifier, boolean(true)),
  'authority key identifier with a serial number alone': () =>
    withExtension(Oid.authorityKeyIdentifier, sequence(implicit(2, Uint8Array.of(1)))),
  'authority key identifier of another key': () =>
    direct({ extensions: [localhost, authorityKeyIdentifier(makeKey())] }),
  'critical authority key identifier': () =>
    withExtension(Oid.authorityKeyIdentifier, sequence(implicit(0, Uint8Array.of(1))), true),
  'malformed subject key identifier': () => withExtension(Oid.subjectKeyIdentifier, boolean(true)),
  'malformed extension that is not known': () => withExtension('1.3.6.1.4.1.32473.1', Uint8Array.of(1, 2, 3)),
  'CRL distribution points that are malformed': () => withExtension('2.5.29.31', boolean(true)),
  'dates as GeneralizedTime before 2050': () =>
    direct({ validity: sequence(generalizedTime('20200101000000Z'), generalizedTime('20300101000000Z')) }),
  'dates with a fraction': () =>
    direct({ validity: sequence(generalizedTime('20200101000000.5Z'), generalizedTime('20300101000000Z')) }),
  'dates with an offset': () => direct({ validity: sequence(utcTime('200101000000+0000'), utcTime('300101000000Z')) }),
  'date that is in no calendar': () =>
    direct({ validity: sequence(utcTime('200231000000Z'), utcTime('300101000000Z')) }),
  'dates of 1950 and 2049': () => direct({ validity: sequence(utcTime('500101000000Z'), utcTime('491231235959Z')) }),
  'date of the year 0': () =>
    direct({ validity: sequence(generalizedTime('00000101000000Z'), utcTime('491231235959Z')) }),
  'date with a leap second': () => direct({ validity: sequence(utcTime('161231235960Z'), utcTime('491231235959Z')) }),
  'date at 24:00:00': () => direct({ validity: sequence(utcTime('200101240000Z'), utcTime('491231235959Z')) }),
  'date of 29 February 2100': () =>
    direct({ validity: sequence(utcTime('200101000000Z'), generalizedTime('21000229000000Z')) }),
  'dates in the wrong order': () => direct({ notBefore: now + 300 * day, notAfter: now - 30 * day }),
  'never to expire': () => direct({ validity: sequence(utcTime('200101000000Z'), generalizedTime('99991231235959Z')) }),
  'PrintableString with what it cannot hold': () =>
    direct({ subjectDer: sequence(set(sequence(oid(Oid.commonName), printableString('a*b@c_d')))) }),
  'PrintableString with what it cannot hold, in a surname': () =>
    direct({ subjectDer: sequence(set(sequence(oid(surname), printableString('a@b')))) }),
  'common name as a NumericString': () =>
    direct({ subjectDer: sequence(set(sequence(oid(Oid.commonName), tlv(0x12, Buffer.from('1'))))) }),
  'surname as a NumericString': () =>
    direct({ subjectDer: sequence(set(sequence(oid(surname), tlv(0x12, Buffer.from('1'))))) }),
  'TeletexString in the subject': () =>
    direct({ subjectDer: sequence(set(sequence(oid(Oid.commonName), tlv(0x14, Uint8Array.of(0xe9))))) }),
  'an empty relative name in the subject': () => direct({ subjectDer: sequence(set()) }),
  'a certificate without extensions': () => direct({ extensions: [] }),
  'extensions in version 2': () => direct({ version: 2 }),
}

const surname = '2.5.4.4'

function tlvOctets(): Der {
  return Uint8Array.of(0x04, 0x02, 0x05, 0x00)
}

const generalizedTime = (text: string): Der => tlv(0x18, Buffer.from(text))

const utcTime = (text: string): Der => tlv(0x17, Buffer.from(text))

function concatenated(...parts: readonly Der[]): Der {
  return Uint8Array.from(Buffer.concat(parts))
}
