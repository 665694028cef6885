/**
 * Maps a failure of forge's connection to a fault.
 */
import { NetError } from '@chrome-socket/api/backend'
import { alertName, type AlertName } from '../wire/alert.ts'
import { TlsFault } from '../wire/fault.ts'
import { parseCertificate } from '@chrome-socket/x509'
import type { ForgeAlert } from './forge-connection.ts'

/** Returns the fault. `chain` is the server's certificates, if they have been read. */
export function faultOfForge({ message, alert }: ForgeAlert, chain: readonly Uint8Array[] | undefined): TlsFault {
  const name = alert && alertName(alert.description)
  if (name === 'handshake_failure' || name === 'protocol_version') return versionFault(undefined)
  if (name === 'bad_certificate' && !chain?.every(isOfRsa)) {
    const reason = 'before TLS 1.2, only certificates with an RSA key and an RSA signature can be read'
    return new TlsFault(undefined, reason, NetError.ERR_SSL_SERVER_CERT_BAD_FORMAT)
  }
  return new TlsFault(undefined, `forge: ${message}`)
}

/**
 * The fault of a version that both sides do not share. `alert` is the alert to send. It is undefined if the server or
 * forge has already sent an alert.
 */
export function versionFault(alert: AlertName | undefined): TlsFault {
  return new TlsFault(
    alert,
    'no version or cipher suite in common with the server',
    NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  )
}

/** Whether forge can read a certificate: its key must be an RSA key, and it must be signed by RSA. */
function isOfRsa(der: Uint8Array): boolean {
  try {
    const { publicKey, signatureAlgorithm } = parseCertificate(der)
    return publicKey?.kind === 'rsa' && (signatureAlgorithm?.startsWith('rsa') ?? false)
  } catch {
    return false
  }
}
