/**
 * Chains with names and name constraints of all kinds. Chromium's verdict on each is in `chromium-verdicts.ts`.
 */
import { Oid } from '@chrome-socket/x509'
import {
  dnsName,
  ipAddress,
  email,
  directoryName,
  alternativeNames,
  authority,
  extendedKeyUsage,
  server,
  serverKey,
  nameConstraints,
} from '@chrome-socket/x509/issuing'
import { tlv, sequence, set, explicit, implicit, oid } from '@chrome-socket/x509/issuing'
import {
  type CertificateCase,
  direct,
  viaIntermediate,
  named,
  newName,
  withExtension,
  withAuthorityExtension,
  localhost,
  expired,
} from './certificate-case.ts'

export const casesOfNames: Readonly<Record<string, () => CertificateCase>> = {
  'wildcard for localhost': () => direct({ extensions: [alternativeNames(dnsName('*.localhost'), dnsName('*'))] }),
  'name in capitals with a final dot': () => direct({ extensions: [alternativeNames(dnsName('LOCALHOST.'))] }),
  wildcard: () => named('foo.example.test', dnsName('*.example.test')),
  'wildcard of two labels': () => named('a.foo.example.test', dnsName('*.example.test')),
  'wildcard of no label': () => named('example.test', dnsName('*.example.test')),
  'wildcard for a top-level domain': () => named('example.test', dnsName('*.test')),
  'wildcard for a known top-level domain': () => named('example.com', dnsName('*.com')),
  'wildcard for a public suffix of two labels': () => named('example.co.uk', dnsName('*.co.uk')),
  'wildcard for a private suffix': () => named('example.github.io', dnsName('*.github.io')),
  'wildcard within a label': () => named('foo.example.test', dnsName('f*.example.test')),
  'wildcard at the end of a label': () => named('foo.example.test', dnsName('*o.example.test')),
  'wildcard in the second label': () => named('foo.example.test', dnsName('foo.*.test')),
  'wildcard for an international label': () => named('xn--bcher-kva.example.test', dnsName('*.example.test')),
  'wildcard within an A-label': () => named('xn--bcher-kva.example.test', dnsName('xn--b*.example.test')),
  'wildcard with a final dot': () => named('foo.example.test', dnsName('*.EXAMPLE.test.')),
  'wildcard for a label that ends with a hyphen': () => named('foo-.example.test', dnsName('*.example.test')),
  'label that ends with a hyphen': () => named('foo-.example.test', dnsName('foo-.example.test')),
  'label that begins with a hyphen': () => named('-foo.example.test', dnsName('-foo.example.test')),
  'wildcard alone': () => named('localhost', dnsName('*')),
  'name with a NUL in it': () => named('localhost', dnsName('localhost\0.example.test')),
  'name with an empty label': () => named('foo.example.test', dnsName('foo..example.test')),
  'name with two final dots': () => named('foo.example.test', dnsName('foo.example.test..')),
  'U-label': () => named('xn--bcher-kva.example.test', tlv(0x82, Buffer.from('b\u00fccher.example.test'))),
  underscore: () => named('foo_bar.example.test', dnsName('foo_bar.example.test')),
  'other case': () => named('foo.example.test', dnsName('FOO.Example.test')),
  'IP address': () => named('127.0.0.1', ipAddress(127, 0, 0, 1)),
  'another IP address': () => named('127.0.0.1', ipAddress(127, 0, 0, 2)),
  'IP address as a DNS name': () => named('127.0.0.1', dnsName('127.0.0.1')),
  'IPv4-mapped IPv6 address': () =>
    named('127.0.0.1', ipAddress(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1)),
  'IPv6 address with an IPv4 host': () => named('127.0.0.1', ipAddress(...Array<number>(15).fill(0), 1)),
  'name that is a prefix': () => named('foo.example.test', dnsName('foo.example.test.evil.test')),
  'within name constraints': () =>
    direct({ extensions: [localhost] }, { more: [nameConstraints([dnsName('localhost')])] }),
  'outside name constraints': () => direct({}, { more: [nameConstraints([dnsName('example.test')])] }),
  'outside name constraints, and expired': () =>
    direct(expired, { more: [nameConstraints([dnsName('example.test')])] }),
  'excluded by name constraints': () => direct({}, { more: [nameConstraints([], [dnsName('localhost')])] }),
  'outside name constraints that are not critical': () =>
    direct({}, { more: [nameConstraints([dnsName('example.test')], [], false)] }),
  'name constraints with a leading dot': () =>
    direct(
      { extensions: [alternativeNames(dnsName('localhost'), dnsName('a.example.test'))] },
      {
        more: [nameConstraints([dnsName('localhost'), dnsName('.example.test')])],
      },
    ),
  'name constraints on IP addresses only': () =>
    direct({}, { more: [nameConstraints([ipAddress(10, 0, 0, 0, 255, 0, 0, 0)])] }),
  'subject outside directory name constraints': () => direct({}, { more: [nameConstraints([directoryName('else')])] }),
  'constraints on URIs, and a URI': () =>
    direct(
      { extensions: [alternativeNames(dnsName('localhost'), implicit(6, 'https://localhost/'))] },
      {
        more: [nameConstraints([implicit(6, 'localhost')])],
      },
    ),
  'constraints on URIs that are not critical, and a URI': () =>
    direct(
      { extensions: [alternativeNames(dnsName('localhost'), implicit(6, 'https://localhost/'))] },
      {
        more: [nameConstraints([implicit(6, 'localhost')], [], false)],
      },
    ),
  'name constraints without any': () => withAuthorityExtension(Oid.nameConstraints, sequence(), true),
  'name constraints with a mask with holes': () =>
    viaIntermediate({ more: [nameConstraints([ipAddress(10, 0, 0, 0, 255, 0, 255, 0)])] }),
  'name constraints with a minimum': () =>
    withAuthorityExtension(
      Oid.nameConstraints,
      sequence(explicit(0, sequence(dnsName('localhost'), implicit(0, Uint8Array.of(0))))),
      true,
    ),
  'name constraints that a wildcard overlaps, excluded': () => ({
    ...direct(
      { extensions: [alternativeNames(dnsName('*.example.test'))] },
      {
        more: [nameConstraints([], [dnsName('foo.example.test')])],
      },
    ),
    serverName: 'bar.example.test',
  }),
  'name constraints that a wildcard overlaps, permitted': () => ({
    ...direct(
      { extensions: [alternativeNames(dnsName('*.example.test'))] },
      {
        more: [nameConstraints([dnsName('foo.example.test')])],
      },
    ),
    serverName: 'foo.example.test',
  }),
  'name constraints and a name that is none': () => ({
    ...direct(
      { extensions: [alternativeNames(dnsName('localhost'), dnsName('.localhost'))] },
      {
        more: [nameConstraints([dnsName('localhost')])],
      },
    ),
  }),
  'name constraints on mail, and mail in the subject': () =>
    direct(
      {
        subjectDer: sequence(set(sequence(oid(Oid.emailAddress), tlv(0x16, Buffer.from('a@b.test'))))),
        extensions: [localhost],
      },
      {
        more: [nameConstraints([email('example.test')])],
      },
    ),
  'alternative names of an unknown form': () =>
    withExtension(Oid.subjectAltName, sequence(dnsName('localhost'), implicit(9, 'a'))),
  'alternative names of all other forms': () =>
    withExtension(
      Oid.subjectAltName,
      sequence(
        explicit(0, oid('1.3.6.1.4.1.32473.1'), explicit(0, tlv(0x0c, Buffer.from('a')))),
        dnsName('localhost'),
        directoryName('a'),
        implicit(6, 'https://localhost/'),
        tlv(0x88, Uint8Array.of(0x2a, 3)),
      ),
    ),
  'mail that is not ASCII in the alternative names': () =>
    withExtension(Oid.subjectAltName, sequence(dnsName('localhost'), implicit(1, 'b\u00fc@a.test'))),
  'intermediate outside directory name constraints': () => {
    const root = authority(newName('Root'), { more: [nameConstraints([], [directoryName('Excluded')])] })
    const intermediate = authority('Excluded', { parent: root })
    return { chain: [server(intermediate), intermediate.certificate], key: serverKey(), anchors: [root.certificate] }
  },
  'name constraints of a lone dot, permitted': () => direct({}, { more: [nameConstraints([dnsName('.')])] }),
  'name constraints of a lone dot, excluded': () => direct({}, { more: [nameConstraints([], [dnsName('.')])] }),
  'name constraints of two dots, permitted': () => direct({}, { more: [nameConstraints([dnsName('..')])] }),
  'name constraints with a final dot': () =>
    direct({ extensions: [localhost] }, { more: [nameConstraints([dnsName('LOCALHOST.')])] }),
  'name constraints that permit all': () => direct({}, { more: [nameConstraints([dnsName('')])] }),
  'name constraints that exclude all': () => direct({}, { more: [nameConstraints([], [dnsName('')])] }),
  'name constraints on mail, excluded in another case, and mail in the subject': () =>
    direct(
      {
        subjectDer: sequence(set(sequence(oid(Oid.emailAddress), tlv(0x16, Buffer.from('ROOT@example.test'))))),
        extensions: [extendedKeyUsage(Oid.serverAuth)],
      },
      {
        more: [nameConstraints([], [email('root@example.test')])],
      },
    ),
  'name constraints on mail, in another case': () =>
    direct(
      { extensions: [alternativeNames(dnsName('localhost'), email('ROOT@example.test'))] },
      {
        more: [nameConstraints([email('root@example.test')])],
      },
    ),
}
