/**
 * Certificates with a malformed part in a place where verifiers differ: they refuse the certificate, refuse the path, or do
 * not look. Chromium's verdict on each is in `chromium-verdicts.ts`.
 */
import { Oid } from '@chrome-socket/x509'
import {
  alternativeNames,
  authority,
  dnsName,
  extendedKeyUsage,
  extension,
  keyUsage,
  server,
  serverKey,
} from '@chrome-socket/x509/issuing'
import {
  type Der,
  bitString,
  implicit,
  integer,
  nothing,
  oid,
  sequence,
  set,
  tlv,
  utf8String,
} from '@chrome-socket/x509/issuing'
import {
  direct,
  localhost,
  newName,
  viaIntermediate,
  withAuthorityExtension,
  withExtension,
  type CertificateCase,
} from './certificate-case.ts'

const surname = '2.5.4.4'
const attribute = (type: string, value: Der): Der => set(sequence(oid(type), value))
/** Chromium does not read this type in a name that it shows. */
const number = tlv(0x12, Uint8Array.of(0x31))
const bmpString = (...octets: readonly number[]): Der => tlv(0x1e, Uint8Array.from(octets))
const address = (method: string, location: Der): Der => sequence(sequence(oid(method), location))
const caIssuers = '1.3.6.1.5.5.7.48.2'
const notAscii = implicit(6, Uint8Array.of(0xc3, 0xbf))
/** A malformed OBJECT IDENTIFIER. */
const cutShort = tlv(0x06, Uint8Array.of(0x81))

/** An intermediate whose key cannot be read, and a leaf that it has issued. */
function keyOfAuthority(spki: Der): CertificateCase {
  const root = authority(newName('Root'))
  const real = authority(newName('Intermediate'), { parent: root })
  const shown = authority(real.subject, { parent: root, key: { ...serverKey(), spki } })
  return { chain: [server(real), shown.certificate], key: serverKey(), anchors: [root.certificate] }
}

const rsaKey = (key: Der): Der => sequence(sequence(oid(Oid.rsaEncryption), nothing()), bitString(key))

export const casesOfOpaqueParts: Readonly<Record<string, () => CertificateCase>> = {
  'address that is not ASCII in authority information access': () =>
    withExtension(Oid.authorityInfoAccess, address(caIssuers, notAscii)),
  'address that is not ASCII in authority information access of an unknown method': () =>
    withExtension(Oid.authorityInfoAccess, address('1.2.3', notAscii)),
  'address that is not ASCII in authority information access of the intermediate': () =>
    withAuthorityExtension(Oid.authorityInfoAccess, address(caIssuers, notAscii)),
  'address of an unknown form in authority information access': () =>
    withExtension(Oid.authorityInfoAccess, address(caIssuers, utf8String('\u00ff'))),
  'any policy inhibited after 255 certificates': () => withExtension(Oid.inhibitAnyPolicy, integer(255)),
  'any policy inhibited after 256 certificates': () => withExtension(Oid.inhibitAnyPolicy, integer(256)),
  'any policy inhibited after 256 certificates by the intermediate': () =>
    withAuthorityExtension(Oid.inhibitAnyPolicy, integer(256), true),
  'policy required after 256 certificates': () =>
    withExtension(Oid.policyConstraints, sequence(implicit(0, Uint8Array.of(1, 0))), true),
  'policy mapping inhibited after 256 certificates by the intermediate': () =>
    withAuthorityExtension(Oid.policyConstraints, sequence(implicit(1, Uint8Array.of(1, 0))), true),
  'noncharacter in the common name': () =>
    direct({ subjectDer: sequence(attribute(Oid.commonName, bmpString(0xff, 0xff))) }),
  'noncharacter of Arabic Presentation Forms in the common name': () =>
    direct({ subjectDer: sequence(attribute(Oid.commonName, bmpString(0xfd, 0xd0))) }),
  'noncharacter in a surname': () => direct({ subjectDer: sequence(attribute(surname, bmpString(0xff, 0xfe))) }),
  'noncharacter in UTF-8 in the common name': () =>
    direct({ subjectDer: sequence(attribute(Oid.commonName, utf8String('\uffff'))) }),
  'second common name that is a NumericString': () =>
    direct({ subjectDer: sequence(attribute(Oid.commonName, utf8String('a')), attribute(Oid.commonName, number)) }),
  'second common name that is a NumericString, after an empty one': () =>
    direct({ subjectDer: sequence(attribute(Oid.commonName, utf8String('')), attribute(Oid.commonName, number)) }),
  'second organization that is a NumericString': () =>
    direct({
      subjectDer: sequence(attribute(Oid.organizationName, utf8String('a')), attribute(Oid.organizationName, number)),
    }),
  'malformed registered identifier in the alternative names': () =>
    direct({ extensions: [alternativeNames(tlv(0x88, Uint8Array.of(0x81)), dnsName('localhost'))] }),
  'malformed identifier of a purpose': () =>
    direct({ extensions: [localhost, extension(Oid.extendedKeyUsage, sequence(oid(Oid.serverAuth), cutShort))] }),
  'malformed identifier of a policy': () =>
    direct({ more: [extension(Oid.certificatePolicies, sequence(sequence(cutShort)))] }),
  'two signature algorithms in the intermediate': () => viaIntermediate({ innerAlgorithm: 'ecdsa_sha384' }),
  'intermediate with a key that is cut short': () => keyOfAuthority(rsaKey(sequence(integer(3)))),
  'intermediate with an RSA key of 500 bits': () =>
    keyOfAuthority(rsaKey(sequence(integer(2n ** 499n + 1n), integer(3)))),
  'intermediate with an RSA key of 9000 bits': () =>
    keyOfAuthority(rsaKey(sequence(integer(2n ** 8999n + 1n), integer(65_537)))),
  'intermediate with a key that is no point of its curve': () =>
    keyOfAuthority(sequence(sequence(oid(Oid.ecPublicKey), oid(Oid.secp256r1)), bitString(new Uint8Array(65).fill(4)))),
  'the identifier of Ed25519 for a signature of ECDSA': () => direct({ algorithm: 'ecdsa_as_ed25519' }),
  'the identifier of Ed25519 for a signature of ECDSA, in the intermediate': () =>
    viaIntermediate({ algorithm: 'ecdsa_as_ed25519' }),
  'key usage for keyCertSign alone, and a malformed extension': () =>
    direct({ extensions: [localhost, keyUsage(5), extension(Oid.inhibitAnyPolicy, nothing(), true)] }),
  'key usage twice, the second for keyCertSign alone': () =>
    direct({ extensions: [localhost, keyUsage(0), extendedKeyUsage(Oid.serverAuth), keyUsage(5)] }),
}
