/**
 * A certificate authority that lives as long as the demo, and certificates for its servers (RFC 5280).
 */
import forge from 'node-forge'

/** Both PEM. */
export interface Identity {
  readonly certificate: string
  readonly privateKey: string
}

export interface CertificateAuthority {
  /** What a client has to trust; PEM. */
  readonly certificate: string
  /** Makes a key, and a certificate for a server with these names: host names or IP literals. */
  issue(names: readonly string[]): Promise<Identity>
}

export async function createCertificateAuthority(name: string): Promise<CertificateAuthority> {
  const keys = await generateKeys()
  const subject = [{ name: 'commonName', value: name }]
  const certificate = unsignedCertificate(keys.publicKey, subject, subject, [
    { name: 'basicConstraints', critical: true, cA: true },
    { name: 'keyUsage', critical: true, keyCertSign: true },
    { name: 'subjectKeyIdentifier' },
  ])
  certificate.sign(keys.privateKey, forge.md.sha256.create())
  return {
    certificate: forge.pki.certificateToPem(certificate),
    issue: async (names) => {
      const serverKeys = await generateKeys()
      const serverSubject = [{ name: 'commonName', value: names[0] ?? '' }]
      const serverCertificate = unsignedCertificate(serverKeys.publicKey, serverSubject, subject, [
        { name: 'basicConstraints', critical: true, cA: false },
        { name: 'keyUsage', critical: true, digitalSignature: true },
        { name: 'extKeyUsage', serverAuth: true },
        { name: 'subjectAltName', altNames: names.map(generalName) },
      ])
      serverCertificate.sign(keys.privateKey, forge.md.sha256.create())
      return {
        certificate: forge.pki.certificateToPem(serverCertificate),
        privateKey: forge.pki.privateKeyToPem(serverKeys.privateKey),
      }
    },
  }
}

function unsignedCertificate(
  publicKey: forge.pki.rsa.PublicKey,
  subject: forge.pki.CertificateField[],
  issuer: forge.pki.CertificateField[],
  extensions: object[],
): forge.pki.Certificate {
  const hour = 3_600_000
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = publicKey
  // A positive number of 16 octets (RFC 5280, 4.1.2.2).
  certificate.serialNumber = `40${forge.util.bytesToHex(forge.random.getBytesSync(15))}`
  certificate.validity.notBefore = new Date(Date.now() - hour)
  certificate.validity.notAfter = new Date(Date.now() + 24 * hour)
  certificate.setSubject(subject)
  certificate.setIssuer(issuer)
  certificate.setExtensions(extensions)
  return certificate
}

/** RFC 5280, 4.2.1.6: 2 is a dNSName, 7 an iPAddress. */
function generalName(name: string): object {
  return /^[\d.]+$|:/.test(name) ? { type: 7, ip: name } : { type: 2, value: name }
}

function generateKeys(): Promise<forge.pki.rsa.KeyPair> {
  return new Promise((resolve, reject) => {
    forge.pki.rsa.generateKeyPair({ bits: 2048 }, (error, keys) => {
      if (error) reject(error)
      else resolve(keys)
    })
  })
}
