/**
 * A certificate authority that lives as long as the demo, and certificates for its servers (RFC 5280).
 */
import { isIPv4 } from 'node:net'
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

/** A certificate and its private key, as PEM. */
export interface Identity {
  readonly certificate: string
  readonly privateKey: string
}

export interface CertificateAuthority {
  /** The certificate that a client must trust, as PEM. */
  readonly certificate: string
  /** Makes a key and a certificate for a server with these names, which are host names or IPv4 addresses. */
  issue(names: readonly string[]): Identity
}

export function createCertificateAuthority(name: string): CertificateAuthority {
  const root = authority(name)
  return {
    certificate: pem(root.certificate),
    issue(names) {
      const key = makeKey()
      const extensions = [
        basicConstraints(false),
        keyUsage(0),
        extendedKeyUsage(Oid.serverAuth),
        alternativeNames(...names.map(generalName)),
      ]
      const certificate = server(root, { key, subject: names[0] ?? '', extensions })
      return { certificate: pem(certificate), privateKey: keyPem(key) }
    },
  }
}

function generalName(name: string): Uint8Array {
  return isIPv4(name) ? ipAddress(...name.split('.').map(Number)) : dnsName(name)
}
