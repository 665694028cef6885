/**
 * The upgrade of a connected TCP socket to TLS.
 * Source: Chromium extensions/browser/api/socket/tcp_socket.cc, TCPSocket::UpgradeToTLS
 */
import type { TlsOptions, TlsProvider, TlsVersion } from '../../backend/contract.ts'
import type { SecureOptions } from './secure-options.ts'
import { canonicalHostname } from '../../backend/ip-address.ts'
import { NetError } from '../../backend/net-error.ts'
import type { TcpSocket } from '../tcp/tcp-socket.ts'
import { TlsSocket } from './tls-socket.ts'

/** Oldest first. */
const versions: readonly string[] = ['tls1', 'tls1.1', 'tls1.2', 'tls1.3'] satisfies TlsVersion[]

/**
 * Answers with the socket that takes the place of `socket`, or with an error; `socket` is then of no more use.
 * Does not answer when `socket` is disconnected meanwhile.
 */
export function secureSocket(
  tls: TlsProvider,
  socket: TcpSocket,
  options: SecureOptions | undefined,
  complete: (result: number, secured?: TlsSocket) => void,
): void {
  // A name may end in a dot; certificates and SNI have it without (RFC 6066, 3).
  const serverName = canonicalHostname(socket.hostname)?.replace(/\.$/, '')
  const isStarted =
    serverName !== undefined &&
    socket.upgrade((stream) =>
      tls.secure(stream, { serverName, ...versionLimits(tls, options) }, (result, secured) => {
        if (secured === undefined) complete(result)
        else complete(result, new TlsSocket(secured, stream, socket.hostname))
      }),
    )
  if (!isStarted) complete(NetError.ERR_FAILED)
}

/** What is older than the provider's oldest is raised to that as a minimum, and ignored as a maximum, as is what names no version. */
function versionLimits(
  tls: TlsProvider,
  options: SecureOptions | undefined,
): Pick<TlsOptions, 'minVersion' | 'maxVersion'> {
  const oldest = versions.indexOf(tls.oldestVersion ?? 'tls1.2')
  const min = versions.indexOf(options?.tlsVersion?.min ?? '')
  const max = versions.indexOf(options?.tlsVersion?.max ?? '')
  return {
    ...(min >= 0 && { minVersion: versions[min < oldest ? oldest : min] as TlsVersion }),
    ...(max >= oldest && { maxVersion: versions[max] as TlsVersion }),
  }
}
