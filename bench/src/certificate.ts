/** The certificate of the peer's TLS services, and its authority: they live as long as the run. */
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

/** All PEM. */
export interface Identity {
  /** What a client has to trust. */
  readonly authority: string
  readonly certificate: string
  readonly privateKey: string
}

/** RSA of 2048 bits, for the figures to be comparable with those of other TLS clients. */
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
