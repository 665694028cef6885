/** The certificates of the TLS peers, each with one peculiarity, and the trusted authority. */
import { isIPv4 } from 'node:net'
import { Oid } from '@chrome-socket/x509'
import * as x509 from '@chrome-socket/x509/issuing'
import type { Authority, Der, KeyPair } from '@chrome-socket/x509/issuing'

/** A TLS server's chain in PEM, with its own certificate first, and its key. */
export interface Identity {
  readonly cert: string
  readonly key: string
}

export interface Identities {
  /** The certificate of the authority to trust, in PEM. */
  readonly trusted: string
  readonly byName: Readonly<Record<string, Identity>>
}

interface LeafFields {
  readonly key?: KeyPair
  readonly issuer?: Authority
  /** The DNS names and IPv4 addresses. With null, the certificate has no such extension. */
  readonly names?: readonly string[] | null
  /** The object identifiers. With null, the certificate has no such extension. */
  readonly usages?: readonly string[] | null
  readonly notBefore?: number
  readonly notAfter?: number
  readonly algorithm?: string
  readonly more?: readonly Der[]
}

const daysFromNow = (days: number): number => x509.now + days * x509.day

function generalName(name: string): Der {
  return isIPv4(name) ? x509.ipAddress(...name.split('.').map(Number)) : x509.dnsName(name)
}

export function makeIdentities(): Identities {
  const root = x509.authority('Conformance root', { key: x509.makeKey('rsa2048') })
  const stranger = x509.authority('Nobody trusts me')
  const leafKey = x509.makeKey('rsa2048')
  const self: Authority = { subject: 'localhost', key: leafKey, certificate: root.certificate }
  const intermediate = x509.authority('Conformance intermediate', { parent: root })
  const narrow = x509.authority('Conformance for example.org', {
    parent: root,
    more: [x509.nameConstraints([x509.dnsName('example.org')])],
  })
  const notAuthority = x509.authority('Not an authority', {
    parent: root,
    extensions: [x509.basicConstraints(false), x509.keyUsage(0, 2)],
  })
  const leaf = (fields: LeafFields = {}, ...chain: readonly Authority[]): Identity => {
    const { key = leafKey, issuer = root, more = [] } = fields
    const { names = ['localhost', '127.0.0.1'], usages = [Oid.serverAuth] } = fields
    const { notBefore = daysFromNow(-2), notAfter = daysFromNow(60), algorithm } = fields
    const own = x509.issue({
      subject: 'localhost',
      issuer: issuer.subject,
      signer: issuer.key,
      key,
      notBefore,
      notAfter,
      ...(algorithm !== undefined && { algorithm }),
      extensions: [
        x509.subjectKeyIdentifier(key),
        x509.authorityKeyIdentifier(issuer.key),
        x509.basicConstraints(false),
        x509.keyUsage(0, 2),
        ...(usages === null ? [] : [x509.extendedKeyUsage(...usages)]),
        ...(names === null ? [] : [x509.alternativeNames(...names.map(generalName))]),
        ...more,
      ],
    })
    return { cert: [own, ...chain.map(({ certificate }) => certificate)].map(x509.pem).join(''), key: x509.keyPem(key) }
  }
  return {
    trusted: x509.pem(root.certificate),
    byName: {
      rsa: leaf(),
      ecdsa: leaf({ key: x509.makeKey('p256') }),
      ecdsa384: leaf({ key: x509.makeKey('p384') }),
      rsa3072: leaf({ key: x509.makeKey('rsa3072') }),
      intermediate: leaf({ issuer: intermediate }, intermediate),
      intermediateMissing: leaf({ issuer: intermediate }),
      expired: leaf({ notBefore: daysFromNow(-40), notAfter: daysFromNow(-10) }),
      future: leaf({ notBefore: daysFromNow(10), notAfter: daysFromNow(40) }),
      wrongName: leaf({ names: ['example.org'] }),
      addressOnly: leaf({ names: ['127.0.0.1'] }),
      noNames: leaf({ names: null }),
      wildcard: leaf({ names: ['*.localhost'] }),
      upperCaseName: leaf({ names: ['LOCALHOST'] }),
      selfSigned: leaf({ issuer: self }),
      unknownAuthority: leaf({ issuer: stranger }),
      sha1: leaf({ algorithm: 'rsa_sha1' }),
      clientOnly: leaf({ usages: [Oid.clientAuth] }),
      anyUsage: leaf({ usages: [Oid.anyExtendedKeyUsage] }),
      noUsage: leaf({ usages: null }),
      unknownCritical: leaf({ more: [x509.unknownExtension(true)] }),
      issuedByLeaf: leaf({ issuer: notAuthority }, notAuthority),
      nameConstraints: leaf({ issuer: narrow }, narrow),
      rsa1024: leaf({ key: x509.makeKey('rsa1024') }),
      expiredAndWrongName: leaf({ names: ['example.org'], notBefore: daysFromNow(-40), notAfter: daysFromNow(-10) }),
      expiredAndUnknown: leaf({ issuer: stranger, notBefore: daysFromNow(-40), notAfter: daysFromNow(-10) }),
      wrongNameAndUnknown: leaf({ issuer: stranger, names: ['example.org'] }),
    },
  }
}
