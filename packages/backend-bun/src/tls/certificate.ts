/**
 * What Chromium checks of a server's certificate beyond what Bun does: names come from subjectAltName only
 * (RFC 9525, 6.3), and a SHA-1 signature is not enough (Chromium's net/cert/cert_verify_proc.cc).
 */
import { isIP } from 'node:net'
import { checkServerIdentity } from 'node:tls'
import type { DetailedPeerCertificate, PeerCertificate } from 'node:tls'
import { NetError } from '@chrome-socket/api/backend'
import type { NetResult } from '@chrome-socket/api/backend'
import { verifyError } from './tls-errors.ts'

/**
 * The error for a chain, `OK` if there is none. `verifyCode` is what was found when the chain was verified. Where
 * there is more than one reason, Chromium's order decides: invalid, authority, name, date.
 */
export function certificateError(
  certificate: PeerCertificate | undefined,
  serverName: string,
  verifyCode: string | undefined,
): NetResult {
  const error = verifyCode === undefined ? NetError.OK : verifyError(verifyCode)
  if (certificate?.raw === undefined) return error === NetError.OK ? NetError.ERR_CERT_INVALID : error
  if (error !== NetError.OK && error !== NetError.ERR_CERT_DATE_INVALID) return error
  if (hasWeakSignature(certificate)) return NetError.ERR_CERT_INVALID
  return isFor(certificate, serverName) ? error : NetError.ERR_CERT_COMMON_NAME_INVALID
}

/** Without a name of the right kind there, `checkServerIdentity` would look into the subject. */
function isFor(certificate: PeerCertificate, serverName: string): boolean {
  const kind = isIP(serverName) === 0 ? 'DNS:' : 'IP Address:'
  if (!certificate.subjectaltname?.includes(kind)) return false
  return checkServerIdentity(serverName, certificate) === undefined
}

/** A root's own signature proves nothing, so it is not looked at. */
function hasWeakSignature(leaf: PeerCertificate | DetailedPeerCertificate): boolean {
  const seen = new Set<string>()
  for (
    let certificate: PeerCertificate | DetailedPeerCertificate | undefined = leaf;
    certificate?.raw !== undefined && !seen.has(certificate.fingerprint256);
    certificate = 'issuerCertificate' in certificate ? certificate.issuerCertificate : undefined
  ) {
    seen.add(certificate.fingerprint256)
    const isRoot = 'issuerCertificate' in certificate && certificate.issuerCertificate === certificate
    if (!isRoot && weakAlgorithms.has(signatureAlgorithm(certificate.raw))) return true
  }
  return false
}

/** In DER: md5WithRSAEncryption and sha1WithRSAEncryption (RFC 3279, 2.2.1), ecdsa-with-SHA1 (RFC 3279, 2.2.3). */
const weakAlgorithms: ReadonlySet<string> = new Set(['2a864886f70d010104', '2a864886f70d010105', '2a8648ce3d0401'])

/** The object identifier in a Certificate's signatureAlgorithm (RFC 5280, 4.1), in hexadecimal. */
function signatureAlgorithm(certificate: Uint8Array): string {
  const [body] = element(certificate, 0)
  const [, algorithm] = element(certificate, body)
  const [identifier] = element(certificate, algorithm)
  const [start, end] = element(certificate, identifier)
  return Buffer.from(certificate.subarray(start, end)).toString('hex')
}

/** Where the contents of the DER element at `offset` begin and end. */
function element(der: Uint8Array, offset: number): [start: number, end: number] {
  const first = der[offset + 1] ?? 0
  if (first < 0x80) return [offset + 2, offset + 2 + first]
  let length = 0
  const start = offset + 2 + (first & 0x7f)
  for (let index = offset + 2; index < start; index += 1) length = length * 256 + (der[index] ?? 0)
  return [start, start + length]
}
