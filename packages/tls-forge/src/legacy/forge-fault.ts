/**
 * The fault for a failure of forge's connection.
 */
import { NetError } from '@chrome-socket/api/backend'
import { alertName, type AlertName } from '../wire/alert.ts'
import { TlsFault } from '../wire/fault.ts'
import { parseCertificate } from '@chrome-socket/x509'
import type { ForgeAlert } from './forge-connection.ts'

/** `chain` is the server's certificates, if they have been seen. */
export function faultOfForge({ message, alert }: ForgeAlert, chain: readonly Uint8Array[] | undefined): TlsFault {
  const name = alert && alertName(alert.description)
  if (name === 'handshake_failure' || name === 'protocol_version') return versionFault(undefined)
  if (name === 'bad_certificate' && !chain?.every(isOfRsa)) {
    const reason = 'before TLS 1.2 only certificates with an RSA key, signed by one, can be read'
    return new TlsFault(undefined, reason, NetError.ERR_SSL_SERVER_CERT_BAD_FORMAT)
  }
  return new TlsFault(undefined, `forge: ${message}`)
}

/** `alert` is the one to send; undefined where one has come, or forge has sent one. */
export function versionFault(alert: AlertName | undefined): TlsFault {
  return new TlsFault(
    alert,
    'no version or cipher suite in common with the server',
    NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  )
}

/** Forge reads only certificates with RSA keys, signed by RSA. */
function isOfRsa(der: Uint8Array): boolean {
  try {
    const { publicKey, signatureAlgorithm } = parseCertificate(der)
    return publicKey?.kind === 'rsa' && (signatureAlgorithm?.startsWith('rsa') ?? false)
  } catch {
    return false
  }
}
