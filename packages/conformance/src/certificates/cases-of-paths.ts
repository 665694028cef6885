/**
 * Chains with keys, dates, issuers and purposes of all kinds. Chromium's verdict on each is in `chromium-verdicts.ts`.
 */
import { Oid } from '@chrome-socket/x509'
import {
  makeKey,
  day,
  now,
  extension,
  basicConstraints,
  keyUsage,
  extendedKeyUsage,
  dnsName,
  alternativeNames,
  nameConstraints,
  subjectKeyIdentifier,
  authorityKeyIdentifier,
  unknownExtension,
  type Authority,
  name,
  authority,
  server,
  serverKey,
} from '@chrome-socket/x509/issuing'
import { boolean, oid, sequence, set, tlv, type Der } from '@chrome-socket/x509/issuing'
import {
  type CertificateCase,
  direct,
  viaIntermediate,
  itself,
  newName,
  localhost,
  expired,
} from './certificate-case.ts'

export const casesOfPaths: Readonly<Record<string, () => CertificateCase>> = {
  'a good chain': () => direct(),
  'a good chain with an intermediate': () => viaIntermediate({}),
  'RSA-2048': () => direct({ key: makeKey('rsa2048') }, { key: makeKey('rsa2048') }),
  'RSA-1024 leaf': () => direct({ key: makeKey('rsa1024') }),
  'RSA-1024 root': () => direct({}, { key: makeKey('rsa1024') }),
  'RSA-768 leaf': () => direct({ key: makeKey('rsa768') }),
  'RSA-768 root': () => direct({}, { key: makeKey('rsa768') }),
  'RSA-2052 leaf': () => direct({ key: makeKey('rsa2052') }),
  'RSA with an exponent of 3': () => direct({ key: makeKey('rsaExponent3') }, { key: makeKey('rsaExponent3') }),
  'RSASSA-PSS key in the leaf': () => direct({ key: makeKey('rsaPss') }),
  'RSASSA-PSS key in the root': () => direct({}, { key: makeKey('rsaPss') }),
  'P-384 with SHA-256': () => direct({ algorithm: 'ecdsa_sha256' }, { key: makeKey('p384') }),
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
  'root with an extended key usage for servers': () => direct({}, { more: [extendedKeyUsage(Oid.serverAuth)] }),
  'root with an authority key identifier of another key': () =>
    direct({}, { more: [authorityKeyIdentifier(makeKey())] }),
  'root with an empty authority key identifier': () =>
    direct({}, { more: [extension(Oid.authorityKeyIdentifier, sequence())] }),
  'no key identifiers': () => viaIntermediate({ extensions: ca }, { extensions: [localhost] }),
  'leaf older than its issuer': () =>
    direct({ notBefore: now - 300 * day, notAfter: now + 900 * day }, { notAfter: now + 250 * day }),
  'intermediate with basicConstraints that are not critical': () =>
    viaIntermediate({ extensions: [extension(Oid.basicConstraints, sequence(boolean(true)))] }),
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
  'leaf that may sign certificates but is no authority': () => direct({ extensions: [localhost, keyUsage(0, 5)] }),
  'leaf of the name of its issuer': () => {
    const root = authority(newName('Root'))
    return { chain: [server(root, { subject: root.subject })], key: serverKey(), anchors: [root.certificate] }
  },
  'leaf of the name and the key of its issuer': () => {
    const root = authority(newName('Root'))
    const { key, subject, certificate } = root
    return { chain: [server(root, { subject, key })], key, anchors: [certificate] }
  },
  'leaf with name constraints': () => direct({ more: [nameConstraints([dnsName('localhost')])] }),
  'self-signed anchor as a leaf': () => itself({}),
  'self-signed authority as a leaf': () => itself({ extensions: [...ca, localhost] }),
  'expired self-signed anchor as a leaf': () => itself({ ...expired }),
  'anchor that another has signed, as a leaf': () => {
    const good = direct()
    return { ...good, anchors: good.chain }
  },
  'issuer named in capitals': () => {
    const root = authority(newName('Root'))
    const renamed = { ...root, subject: root.subject.toUpperCase() }
    return { chain: [server(renamed)], key: serverKey(), anchors: [root.certificate] }
  },
  'intermediate named in capitals': () => renamed((text) => name(text.toUpperCase())),
  'intermediate named in another type of string': () =>
    renamed((text) => sequence(set(sequence(oid(Oid.commonName), tlv(0x1e, Buffer.from(text, 'utf16le').swap16()))))),
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
  'RSA-PSS': () => direct({ algorithm: 'rsa_pss_sha256' }, { key: makeKey('rsa2048') }),
}

const ca = [basicConstraints(true), keyUsage(5, 6)]
const early = { notBefore: now + 200 * day }

const clientAuthOnly = extendedKeyUsage(Oid.clientAuth)

/** A chain whose leaf spells the name of its issuer differently from the issuer itself. */
function renamed(write: (name: string) => Der): CertificateCase {
  const root = authority(newName('Root'))
  const intermediate = authority(newName('Intermediate'), { parent: root })
  const leaf = server(intermediate, { issuerDer: write(intermediate.subject) })
  return { chain: [leaf, intermediate.certificate], key: serverKey(), anchors: [root.certificate] }
}

/** One intermediate with one key, issued by two roots. */
function twoPaths(one: Parameters<typeof authority>[1], two: Parameters<typeof authority>[1]): CertificateCase {
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

function longPath(length: number): CertificateCase {
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
