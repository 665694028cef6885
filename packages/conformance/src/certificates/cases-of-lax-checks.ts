/**
 * Chains that some verifiers judge differently from Chromium: those that compare names as text, and those that trust
 * the result of the system's library. Chromium's verdict on each is in `chromium-verdicts.ts`.
 */
import { Oid } from '@chrome-socket/x509'
import {
  alternativeNames,
  authority,
  authorityKeyIdentifier,
  basicConstraints,
  dnsName,
  email,
  extendedKeyUsage,
  extension,
  keyUsage,
  makeKey,
  nameConstraints,
  server,
  serverKey,
} from '@chrome-socket/x509/issuing'
import {
  type Der,
  boolean,
  explicit,
  implicit,
  octetString,
  oid,
  sequence,
  tlv,
  utf8String,
} from '@chrome-socket/x509/issuing'
import {
  direct,
  expired,
  itself,
  localhost,
  named,
  newName,
  viaIntermediate,
  type CertificateCase,
} from './certificate-case.ts'

const netscapeServerGatedCrypto = '2.16.840.1.113730.4.1'
const microsoftServerGatedCrypto = '1.3.6.1.4.1.311.10.3.3'
const uri = (text: string): Der => implicit(6, text)
/** A BOOLEAN that is TRUE in BER and invalid in DER. */
const laxTrue = tlv(0x01, Uint8Array.of(0x01))

export const casesOfLaxChecks: Readonly<Record<string, () => CertificateCase>> = {
  'URI with the text of a DNS name': () =>
    direct({ subject: 'localhost', extensions: [alternativeNames(uri('https://a.test/, DNS:localhost'))] }),
  'URI with the text of a DNS name, and an authority for another domain': () =>
    direct(
      { subject: 'localhost', extensions: [alternativeNames(uri('DNS:localhost'))] },
      { more: [nameConstraints([dnsName('example.test')])] },
    ),
  'mail address with the text of a DNS name': () =>
    direct({ subject: 'localhost', extensions: [alternativeNames(email('a@a.test, DNS:localhost'))] }),
  'DNS name with the text of another': () =>
    direct({ subject: 'localhost', extensions: [alternativeNames(dnsName('a.test, DNS:localhost'))] }),
  'other name with the text of a DNS name': () =>
    direct({
      subject: 'localhost',
      extensions: [alternativeNames(explicit(0, oid('1.3.6.1.4.1.32473.4'), explicit(0, utf8String('DNS:localhost'))))],
    }),
  'URI with the text of an IP address': () => named('127.0.0.1', uri('https://a.test/, IP Address:127.0.0.1')),
  'subject of the right name beside a mail address': () =>
    direct({ subject: 'localhost', extensions: [alternativeNames(email('a@a.test'))] }),
  'underscore under a wildcard': () => named('foo_bar.example.test', dnsName('*.example.test')),
  'wildcard between letters': () => named('foo.example.test', dnsName('f*o.example.test')),
  'two wildcards': () => named('a.b.example.test', dnsName('*.*.example.test')),
  'intermediate with SHA-1': () => viaIntermediate({ algorithm: 'ecdsa_sha1' }),
  'intermediate with SHA-1 and RSA': () => {
    const root = authority(newName('Root'), { key: makeKey('rsa2048') })
    const intermediate = authority(newName('Intermediate'), { parent: root, algorithm: 'rsa_sha1' })
    return { chain: [server(intermediate), intermediate.certificate], key: serverKey(), anchors: [root.certificate] }
  },
  'the identifier of SHA-1 in an extension': () =>
    direct({ more: [extension('1.3.6.1.4.1.32473.1', oid('1.2.840.10045.4.1'))] }),
  'the identifier of SHA-1 with RSA in an extension of the intermediate': () =>
    viaIntermediate({ more: [extension('1.3.6.1.4.1.32473.1', oid('1.2.840.113549.1.1.5'))] }),
  'NULL parameters with ECDSA': () => direct({ algorithm: 'ecdsa_sha256_null' }),
  'NULL parameters with ECDSA in the intermediate': () => viaIntermediate({ algorithm: 'ecdsa_sha256_null' }),
  'no parameters with RSA': () => direct({ algorithm: 'rsa_sha256_absent' }, { key: makeKey('rsa2048') }),
  'key usage for key encipherment alone': () => direct({ extensions: [localhost, keyUsage(2)] }),
  'key usage for key encipherment alone, with RSA': () =>
    direct({ key: makeKey('rsa2048'), extensions: [localhost, keyUsage(2)] }),
  'key usage for key encipherment alone, and a wrong name': () =>
    direct({ extensions: [alternativeNames(dnsName('other.test')), keyUsage(2)] }),
  'key usage for key agreement alone': () => direct({ extensions: [localhost, keyUsage(4)] }),
  'key usage for signatures and key encipherment': () => direct({ extensions: [localhost, keyUsage(0, 2)] }),
  "Netscape's server gated crypto as the only purpose": () =>
    direct({ extensions: [localhost, extendedKeyUsage(netscapeServerGatedCrypto)] }),
  "Microsoft's server gated crypto as the only purpose": () =>
    direct({ extensions: [localhost, extendedKeyUsage(microsoftServerGatedCrypto)] }),
  "intermediate with Netscape's server gated crypto": () =>
    viaIntermediate({ more: [extendedKeyUsage(netscapeServerGatedCrypto)] }),
  'any purpose and one for clients': () =>
    direct({ extensions: [localhost, extendedKeyUsage(Oid.clientAuth, Oid.anyExtendedKeyUsage)] }),
  'BOOLEAN of 1 for critical': () =>
    direct({
      extensions: [localhost, sequence(oid(Oid.keyUsage), laxTrue, octetString(tlv(3, Uint8Array.of(7, 0x80))))],
    }),
  'BOOLEAN of 1 in basicConstraints of the intermediate': () =>
    viaIntermediate({ extensions: [extension(Oid.basicConstraints, sequence(laxTrue), true), keyUsage(5, 6)] }),
  'BOOLEAN of 1 in basicConstraints of the root': () =>
    direct({}, { extensions: [extension(Oid.basicConstraints, sequence(laxTrue), true), keyUsage(5, 6)] }),
  'authority key identifier of another key, and an intermediate': () =>
    viaIntermediate({}, { extensions: [localhost, authorityKeyIdentifier(makeKey())] }),
  'authority key identifier of another key in the intermediate': () =>
    viaIntermediate({ extensions: [basicConstraints(true), keyUsage(5, 6), authorityKeyIdentifier(makeKey())] }),
  'authority key identifier with the name of another issuer': () =>
    direct({
      extensions: [
        localhost,
        extension(
          Oid.authorityKeyIdentifier,
          sequence(tlv(0xa1, explicit(4, sequence())), implicit(2, Uint8Array.of(1))),
        ),
      ],
    }),
  'intermediate as the only anchor': () => {
    const good = viaIntermediate({})
    return { ...good, anchors: good.chain.slice(1) }
  },
  'intermediate as the only anchor, not sent': () => {
    const good = viaIntermediate({})
    return { ...good, chain: good.chain.slice(0, 1), anchors: good.chain.slice(1) }
  },
  'two roots of one name': () => {
    const root = authority(newName('Root'))
    const namesake = authority(root.subject)
    return { chain: [server(root)], key: serverKey(), anchors: [namesake.certificate, root.certificate] }
  },
  'two roots of one name, without key identifiers': () => {
    const fields = { extensions: [basicConstraints(true), keyUsage(5, 6)] }
    const root = authority(newName('Root'), fields)
    const namesake = authority(root.subject, fields)
    const leaf = server(root, { extensions: [localhost] })
    return { chain: [leaf], key: serverKey(), anchors: [namesake.certificate, root.certificate] }
  },
  'root of version 3 without extensions': () => direct({}, { extensions: [] }),
  "a certificate of the issuer's name and another key beside the chain": () => {
    const good = viaIntermediate({})
    const impostor = authority('Nobody')
    return { ...good, chain: [...good.chain, impostor.certificate] }
  },
  'a certificate of the name of the intermediate and another key before it': () => {
    const root = authority(newName('Root'))
    const intermediate = authority(newName('Intermediate'), { parent: root })
    const impostor = authority(intermediate.subject)
    const chain = [server(intermediate), impostor.certificate, intermediate.certificate]
    return { chain, key: serverKey(), anchors: [root.certificate] }
  },
  'a certificate for another server beside the chain': () => {
    const good = direct({ extensions: [alternativeNames(dnsName('other.test'))] })
    return { ...good, chain: [...good.chain, ...direct().chain] }
  },
  'self-signed anchor as a leaf, CA:FALSE': () =>
    itself({ extensions: [localhost, extension(Oid.basicConstraints, sequence())] }),
  'self-signed anchor as a leaf, explicit CA:FALSE': () =>
    itself({ extensions: [localhost, extension(Oid.basicConstraints, sequence(boolean(false)), true)] }),
  'self-signed anchor as a leaf, keyUsage for signatures': () => itself({ extensions: [localhost, keyUsage(0)] }),
  'self-signed anchor as a leaf, keyUsage for signatures and certificates': () =>
    itself({ extensions: [localhost, keyUsage(0, 5)] }),
  'self-signed authority as a leaf that may sign': () =>
    itself({ extensions: [localhost, basicConstraints(true), keyUsage(0, 5)] }),
  'self-signed authority as a leaf, CA:TRUE alone': () => itself({ extensions: [localhost, basicConstraints(true)] }),
  'self-signed anchor as a leaf, for clients only': () =>
    itself({ extensions: [localhost, extendedKeyUsage(Oid.clientAuth)] }),
  'self-signed anchor as a leaf, a path length of 0': () =>
    itself({ extensions: [localhost, basicConstraints(true, 0)] }),
  'self-signed anchor as a leaf, for another name': () =>
    itself({ extensions: [alternativeNames(dnsName('other.test'))] }),
  'self-signed anchor as a leaf that excludes its own name': () =>
    itself({ extensions: [localhost, nameConstraints([dnsName('other.test')])] }),
  'self-signed anchor as a leaf that asks for a policy': () =>
    itself({
      extensions: [localhost, extension(Oid.policyConstraints, sequence(implicit(0, Uint8Array.of(0))), true)],
    }),
  'self-signed anchor as a leaf, CA:FALSE, and expired': () =>
    itself({ extensions: [localhost, extension(Oid.basicConstraints, sequence())], ...expired }),
}
