/** The certificate of the peer's TLS services and its authority. Each run makes new ones. */
import { Oid } from '@chrome-socket/x509'
import {
  alternativeNames,
  authority,
  basicConstraints,
  dnsName,
  extendedKeyUsage,
  ipAddress,
  keyPem,
  keyUsage,
  makeKey,
  pem,
  server,
} from '@chrome-socket/x509/issuing'

/** A server's certificate, its private key and its authority, as PEM. */
export interface Identity {
  /** The certificate of the authority, which a client must trust. */
  readonly authority: string
  readonly certificate: string
  readonly privateKey: string
}

/** Makes an identity with RSA keys of 2048 bits, which benchmarks of other TLS clients use, too. */
export function makeIdentity(): Identity {
  const root = authority('Benchmark authority', { key: makeKey('rsa2048') })
  const key = makeKey('rsa2048')
  const extensions = [
    basicConstraints(false),
    keyUsage(0),
    extendedKeyUsage(Oid.serverAuth),
    alternativeNames(dnsName('localhost'), ipAddress(127, 0, 0, 1)),
  ]
  const certificate = server(root, { key, subject: 'localhost', extensions })
  return { authority: pem(root.certificate), certificate: pem(certificate), privateKey: keyPem(key) }
}
