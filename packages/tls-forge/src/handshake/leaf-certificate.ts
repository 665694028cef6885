/**
 * Reads the parts of the server's own certificate that the handshake needs: its key, and the uses of that key (RFC
 * 5280, sections 4.1 and 4.2.1.3). All other faults are left to the check of the path, which has an alert for each.
 */
import { Error } from '../bytes/globals.ts'
import { parsePublicKey, readKeyUsage, readPublicKey, type KeyUsage } from '@chrome-socket/x509'
import { publicKeyOf, type KeyKind } from '../crypto/spki.ts'
import { TlsFault } from '../wire/fault.ts'

export interface LeafCertificate {
  /** The SubjectPublicKeyInfo, and the kind of its key. */
  readonly spki: Uint8Array
  readonly kind: KeyKind
  /** The uses of the key. Undefined if the certificate does not limit them. */
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined
}

/**
 * Reads the certificate. Throws a `decode_error` if its key cannot be read, as BoringSSL does; no RFC names the
 * alert.
 */
export function readLeaf(der: Uint8Array): LeafCertificate {
  try {
    return parseLeaf(der)
  } catch {
    throw new TlsFault('decode_error', 'the certificate cannot be read')
  }
}

function parseLeaf(der: Uint8Array): LeafCertificate {
  const spki = readPublicKey(der)
  parsePublicKey(spki)
  const key = publicKeyOf(spki)
  if (key === undefined) throw new Error('a key of a kind that is not supported')
  return { spki, kind: key.kind, keyUsage: readKeyUsage(der) }
}
