/** The certificates of the TLS peers, each special in one way, and the authority that is trusted. */
import { generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { anyUsage, clientAuth, daysFromNow, makeCertificate, serverAuth } from './certificate.ts'
import type { CertificateOptions, Issuer } from './certificate.ts'

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

const rsaKey = (modulusLength: number): KeyObject => generateKeyPairSync('rsa', { modulusLength }).privateKey
const ecKey = (namedCurve: string): KeyObject => generateKeyPairSync('ec', { namedCurve }).privateKey

export function makeIdentities(): Identities {
  const root: Issuer = { commonName: 'Conformance root', key: rsaKey(2048) }
  const stranger: Issuer = { commonName: 'Nobody trusts me', key: ecKey('P-256') }
  const leafKey = rsaKey(2048)
  const authority = (name: string, issuer: Issuer, more: Partial<CertificateOptions> = {}): [Issuer, string] => {
    const own = { commonName: name, key: ecKey('P-256') }
    return [own, makeCertificate({ ...own, issuer, authority: true, ...more })]
  }
  const leaf = (more: Partial<CertificateOptions> = {}, ...chain: readonly string[]): Identity => {
    const key = more.key ?? leafKey
    const own = makeCertificate({
      commonName: 'localhost',
      key,
      issuer: root,
      names: ['localhost', '127.0.0.1'],
      authority: false,
      usages: [serverAuth],
      ...more,
    })
    return { cert: [own, ...chain].join(''), key: key.export({ type: 'pkcs8', format: 'pem' }) as string }
  }
  const [intermediate, intermediateCertificate] = authority('Conformance intermediate', root)
  const [narrow, narrowCertificate] = authority('Conformance for example.org', root, { permitted: ['example.org'] })
  const [notAuthority, notAuthorityCertificate] = authority('Not an authority', root, { authority: false })
  const self: Issuer = { commonName: 'localhost', key: leafKey }
  return {
    trusted: makeCertificate({ ...root, issuer: root, authority: true }),
    byName: {
      rsa: leaf(),
      ecdsa: leaf({ key: ecKey('P-256') }),
      ecdsa384: leaf({ key: ecKey('P-384') }),
      rsa3072: leaf({ key: rsaKey(3072) }),
      intermediate: leaf({ issuer: intermediate }, intermediateCertificate),
      intermediateMissing: leaf({ issuer: intermediate }),
      expired: leaf({ notBefore: daysFromNow(-40), notAfter: daysFromNow(-10) }),
      future: leaf({ notBefore: daysFromNow(10), notAfter: daysFromNow(40) }),
      wrongName: leaf({ names: ['example.org'] }),
      addressOnly: leaf({ names: ['127.0.0.1'] }),
      noNames: leaf({ names: undefined }),
      wildcard: leaf({ names: ['*.localhost'] }),
      upperCaseName: leaf({ names: ['LOCALHOST'] }),
      selfSigned: leaf({ issuer: self }),
      unknownAuthority: leaf({ issuer: stranger }),
      sha1: leaf({ hash: 'sha1' }),
      clientOnly: leaf({ usages: [clientAuth] }),
      anyUsage: leaf({ usages: [anyUsage] }),
      noUsage: leaf({ usages: undefined }),
      unknownCritical: leaf({ unknownCritical: true }),
      issuedByLeaf: leaf({ issuer: notAuthority }, notAuthorityCertificate),
      nameConstraints: leaf({ issuer: narrow }, narrowCertificate),
      rsa1024: leaf({ key: rsaKey(1024) }),
      expiredAndWrongName: leaf({ names: ['example.org'], notBefore: daysFromNow(-40), notAfter: daysFromNow(-10) }),
      expiredAndUnknown: leaf({ issuer: stranger, notBefore: daysFromNow(-40), notAfter: daysFromNow(-10) }),
      wrongNameAndUnknown: leaf({ issuer: stranger, names: ['example.org'] }),
    },
  }
}
