/** The certificate of the peer's TLS services, and its authority (RFC 5280): they live as long as the run. */
import { generateKeyPairSync } from 'node:crypto'
import forge from 'node-forge'

/** All PEM. */
export interface Identity {
  /** What a client has to trust. */
  readonly authority: string
  readonly certificate: string
  readonly privateKey: string
}

export function makeIdentity(): Identity {
  const authorityKeys = generateKeys()
  const authorityName = [{ name: 'commonName', value: 'Benchmark authority' }]
  const authority = makeCertificate(authorityKeys.publicKey, authorityName, authorityName, authorityKeys.privateKey, [
    { name: 'basicConstraints', critical: true, cA: true },
    { name: 'keyUsage', critical: true, keyCertSign: true },
    { name: 'subjectKeyIdentifier' },
  ])
  const keys = generateKeys()
  const name = [{ name: 'commonName', value: 'localhost' }]
  const certificate = makeCertificate(keys.publicKey, name, authorityName, authorityKeys.privateKey, [
    { name: 'basicConstraints', critical: true, cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      // RFC 5280, 4.2.1.6: 2 is a dNSName, 7 an iPAddress.
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 7, ip: '127.0.0.1' },
      ],
    },
  ])
  return { authority, certificate, privateKey: forge.pki.privateKeyToPem(keys.privateKey) }
}

function makeCertificate(
  publicKey: forge.pki.rsa.PublicKey,
  subject: forge.pki.CertificateField[],
  issuer: forge.pki.CertificateField[],
  issuerKey: forge.pki.rsa.PrivateKey,
  extensions: object[],
): string {
  const day = 86_400_000
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = publicKey
  // A positive number of 16 octets (RFC 5280, 4.1.2.2).
  certificate.serialNumber = `40${forge.util.bytesToHex(forge.random.getBytesSync(15))}`
  certificate.validity.notBefore = new Date(Date.now() - day)
  certificate.validity.notAfter = new Date(Date.now() + day)
  certificate.setSubject(subject)
  certificate.setIssuer(issuer)
  certificate.setExtensions(extensions)
  certificate.sign(issuerKey, forge.md.sha256.create())
  return forge.pki.certificateToPem(certificate)
}

/** By Node, which takes a tenth of the time that forge does. */
function generateKeys(): forge.pki.rsa.KeyPair {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const key = forge.pki.privateKeyFromPem(privateKey)
  return { privateKey: key, publicKey: forge.pki.rsa.setPublicKey(key.n, key.e) }
}
