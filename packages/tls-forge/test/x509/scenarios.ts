/**
 * Chains with one fault each, or several, or none, all for `localhost`. What Chromium says to each is in
 * `chromium-verdicts.ts`.
 */
import { Oid } from '../../src/x509/oid.ts'
import {
  alternativeNames,
  authority,
  authorityKeyIdentifier,
  basicConstraints,
  day,
  directoryName,
  dnsName,
  extendedKeyUsage,
  extension,
  ipAddress,
  issue,
  keyUsage,
  makeKey,
  nameConstraints,
  now,
  server,
  serverKey,
  subjectKeyIdentifier,
  unknownExtension,
  type Authority,
  type KeyPair,
} from './certificate-maker.ts'
import { bitString, boolean, implicit, integer, oid, sequence, type Der } from './der-writer.ts'

export interface Scenario {
  readonly chain: readonly Der[]
  /** The key of the first certificate. */
  readonly key: KeyPair
  readonly anchors: readonly Der[]
}

/** What follows is for `localhost`. */
function direct(fields: Parameters<typeof server>[1] = {}, rootFields: Parameters<typeof authority>[1] = {}): Scenario {
  const root = authority(newName('Root'), rootFields)
  return { chain: [server(root, fields)], key: fields?.key ?? serverKey(), anchors: [root.certificate] }
}

/** Root, intermediate, leaf. */
function viaIntermediate(fields: Parameters<typeof authority>[1], leaf: Parameters<typeof server>[1] = {}): Scenario {
  const root = authority(newName('Root'))
  const intermediate = authority(newName('Intermediate'), { parent: root, ...fields })
  return {
    chain: [server(intermediate, leaf), intermediate.certificate],
    key: leaf?.key ?? serverKey(),
    anchors: [root.certificate],
  }
}

/** `certificate` is sent alone and is the trust anchor as well. */
function itself(fields: { readonly extensions?: readonly Der[]; readonly notAfter?: number; key?: KeyPair }): Scenario {
  const { key = makeKey(), ...rest } = fields
  const subject = newName('Itself')
  const certificate = issue({
    subject,
    issuer: subject,
    key,
    signer: key,
    extensions: [alternativeNames(dnsName('localhost'))],
    ...rest,
  })
  return { chain: [certificate], key, anchors: [certificate] }
}

let names = 0
function newName(kind: string): string {
  names += 1
  return `Test ${kind} ${names}`
}

const localhost = alternativeNames(dnsName('localhost'))
const expired = { notAfter: now - day }
const early = { notBefore: now + 200 * day }
const ca = [basicConstraints(true), keyUsage(5, 6)]
const clientAuthOnly = extendedKeyUsage(Oid.clientAuth)

export const scenarios: Readonly<Record<string, () => Scenario>> = {
  'a good chain': () => direct(),
  'a good chain with an intermediate': () => viaIntermediate({}),
  'RSA-2048': () => direct({ key: makeKey('rsa2048') }, { key: makeKey('rsa2048') }),
  'RSA-1024 leaf': () => direct({ key: makeKey('rsa1024') }),
  'RSA-1024 root': () => direct({}, { key: makeKey('rsa1024') }),
  'P-521 leaf': () => direct({ key: makeKey('p521') }),
  'P-521 root': () => direct({}, { key: makeKey('p521') }),
  'Ed25519 leaf': () => direct({ key: makeKey('ed25519') }),
  'Ed25519 root': () => direct({}, { key: makeKey('ed25519') }),
  'P-256 with SHA-512': () => direct({ algorithm: 'ecdsa_sha512' }),
  'expired leaf': () => direct(expired),
  'leaf not yet valid': () => direct(early),
  'expired intermediate': () => viaIntermediate(expired),
  'expired root': () => direct({}, expired),
  'wrong name': () => direct({ extensions: [alternativeNames(dnsName('other.test'))] }),
  'no alternative names': () => direct({ subject: 'localhost', extensions: [keyUsage(0)] }),
  'expired leaf with a wrong name': () => direct({ extensions: [alternativeNames(dnsName('other.test'))], ...expired }),
  'unknown authority': () => ({ ...direct(), anchors: [] }),
  'unknown authority and expired': () => ({ ...direct(expired), anchors: [] }),
  'unknown authority and a wrong name': () => ({
    ...direct({ extensions: [alternativeNames(dnsName('other.test'))] }),
    anchors: [],
  }),
  'intermediate not sent': () => {
    const good = viaIntermediate({})
    return { ...good, chain: good.chain.slice(0, 1) }
  },
  'signed by another key of the same name': () => {
    const root = authority(newName('Root'))
    const impostor = authority(root.subject)
    return { chain: [server(impostor)], key: serverKey(), anchors: [root.certificate] }
  },
  'signed by another key, and expired': () => {
    const root = authority(newName('Root'))
    const impostor = authority(root.subject)
    return { chain: [server(impostor, expired)], key: serverKey(), anchors: [root.certificate] }
  },
  'SHA-1': () => direct({ algorithm: 'ecdsa_sha1' }),
  'SHA-1, and expired': () => direct({ algorithm: 'ecdsa_sha1', ...expired }),
  'SHA-1 with RSA': () => direct({ algorithm: 'rsa_sha1' }, { key: makeKey('rsa2048') }),
  'SHA-1 in the root only': () => direct({}, { algorithm: 'ecdsa_sha1' }),
  'SHA-1 from an unknown authority': () => ({ ...direct({ algorithm: 'ecdsa_sha1' }), anchors: [] }),
  'no extended key usage': () => direct({ extensions: [localhost] }),
  'any extended key usage': () => direct({ extensions: [localhost, extendedKeyUsage(Oid.anyExtendedKeyUsage)] }),
  'for clients only': () => direct({ extensions: [localhost, clientAuthOnly] }),
  'for clients only, and expired': () => direct({ extensions: [localhost, clientAuthOnly], ...expired }),
  'for clients only, with a wrong name': () =>
    direct({ extensions: [alternativeNames(dnsName('other.test')), clientAuthOnly] }),
  'intermediate for clients only': () => viaIntermediate({ more: [clientAuthOnly] }),
  'intermediate for any purpose': () => viaIntermediate({ more: [extendedKeyUsage(Oid.anyExtendedKeyUsage)] }),
  'root for clients only': () => direct({}, { more: [clientAuthOnly] }),
  'unknown critical extension in the leaf': () => direct({ more: [unknownExtension(true)] }),
  'unknown extension that is not critical': () => direct({ more: [unknownExtension(false)] }),
  'unknown critical extension in the root': () => direct({}, { more: [unknownExtension(true)] }),
  'leaf of version 1': () => direct({ version: 1, extensions: [] }),
  'intermediate of version 1': () => viaIntermediate({ version: 1, extensions: [] }),
  'root of version 1': () => direct({}, { version: 1, extensions: [] }),
  'root without basicConstraints': () => direct({}, { extensions: [keyUsage(5, 6)] }),
  'root without any extension': () => direct({}, { extensions: [subjectKeyIdentifier(makeKey())] }),
  'root that says it is no authority': () => direct({}, { extensions: [extension(Oid.basicConstraints, sequence())] }),
  'root with basicConstraints that are not critical': () =>
    direct({}, { extensions: [extension(Oid.basicConstraints, sequence(boolean(true)))] }),
  'root without keyCertSign': () => direct({}, { extensions: [basicConstraints(true), keyUsage(0)] }),
  'root with a path length of 0 and an intermediate': () => {
    const root = authority(newName('Root'), { extensions: [basicConstraints(true, 0)] })
    const intermediate = authority(newName('Intermediate'), { parent: root })
    return { chain: [server(intermediate), intermediate.certificate], key: serverKey(), anchors: [root.certificate] }
  },
  'issued by a leaf': () => viaIntermediate({ extensions: [keyUsage(0)] }),
  'intermediate without keyCertSign': () => viaIntermediate({ extensions: [basicConstraints(true), keyUsage(0)] }),
  'authority as a leaf': () => direct({ extensions: [...ca, localhost] }),
  'leaf with name constraints': () => direct({ more: [nameConstraints([dnsName('localhost')])] }),
  'self-signed anchor as a leaf': () => itself({}),
  'self-signed authority as a leaf': () => itself({ extensions: [...ca, localhost] }),
  'expired self-signed anchor as a leaf': () => itself({ ...expired }),
  'anchor that another has signed, as a leaf': () => {
    const good = direct()
    return { ...good, anchors: good.chain }
  },
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
  'policy required, and none there': () => viaIntermediate({ more: [policyConstraints(0)] }),
  'policy required, and there': () => {
    const policies = extension(Oid.certificatePolicies, sequence(sequence(oid('1.3.6.1.4.1.32473.2'))))
    return viaIntermediate({ more: [policyConstraints(0), policies] }, { more: [policies] })
  },
  inhibitAnyPolicy: () => {
    const any = extension(Oid.certificatePolicies, sequence(sequence(oid(Oid.anyPolicy))))
    const inhibit = extension(Oid.inhibitAnyPolicy, integer(0), true)
    return viaIntermediate({ more: [policyConstraints(0), inhibit, any] }, { more: [any] })
  },
  'critical policies with an unknown qualifier': () => {
    const qualifier = sequence(oid('1.3.6.1.4.1.32473.3'), boolean(true))
    const policy = sequence(oid('1.3.6.1.4.1.32473.2'), sequence(qualifier))
    return direct({ more: [extension(Oid.certificatePolicies, sequence(policy), true)] })
  },
  'wildcard for localhost': () => direct({ extensions: [alternativeNames(dnsName('*.localhost'), dnsName('*'))] }),
  'name in capitals with a final dot': () => direct({ extensions: [alternativeNames(dnsName('LOCALHOST.'))] }),
  'two paths, the first expired': () => twoPaths(expired, {}),
  'two paths, the first with SHA-1': () => twoPaths({ algorithm: 'ecdsa_sha1' }, {}),
  'two paths, both expired': () => twoPaths(expired, expired),
  'path of 12 intermediates': () => longPath(12),
  'intermediates in the wrong order, with some that are of no use': () => {
    const other = authority(newName('Other'))
    const root = authority(newName('Root'))
    const upper = authority(newName('Intermediate'), { parent: root })
    const lower = authority(newName('Intermediate'), { parent: upper })
    const chain = [server(lower), other.certificate, upper.certificate, root.certificate, lower.certificate]
    return { chain, key: serverKey(), anchors: [root.certificate] }
  },
  'intermediate that cannot be parsed, and is not needed': () => {
    const good = viaIntermediate({})
    return {
      ...good,
      chain: [
        ...good.chain,
        authority('Broken', { more: [authorityKeyIdentifier(makeKey()), authorityKeyIdentifier(makeKey())] })
          .certificate,
      ],
    }
  },
}

function tlvOctets(): Der {
  return Uint8Array.of(0x04, 0x02, 0x05, 0x00)
}

function policyConstraints(requireExplicitPolicy: number): Der {
  return extension(Oid.policyConstraints, sequence(implicit(0, Uint8Array.of(requireExplicitPolicy))), true)
}

/** One intermediate, by the same key, from two roots. */
function twoPaths(one: Parameters<typeof authority>[1], two: Parameters<typeof authority>[1]): Scenario {
  const key = makeKey()
  const subject = newName('Intermediate')
  const roots = [authority(newName('Root')), authority(newName('Root'))] as const
  const newer = { key, notBefore: now - 2 * day }
  const first = authority(subject, { ...newer, parent: roots[0], ...one })
  const second = authority(subject, { key, parent: roots[1], ...two })
  return {
    chain: [server(first), first.certificate, second.certificate],
    key: serverKey(),
    anchors: roots.map(({ certificate }) => certificate),
  }
}

function longPath(length: number): Scenario {
  const root = authority(newName('Root'))
  const path: Authority[] = [root]
  for (let count = 0; count < length; count += 1)
    path.push(authority(newName('Intermediate'), { parent: path.at(-1) as Authority }))
  const last = path.at(-1) as Authority
  const chain = [
    server(last),
    ...path
      .slice(1)
      .map(({ certificate }) => certificate)
      .toReversed(),
  ]
  return { chain, key: serverKey(), anchors: [root.certificate] }
}
