/**
 * The upgrade of a connected TCP socket to TLS.
 * Source: Chromium extensions/browser/api/socket/tcp_socket.cc, TCPSocket::UpgradeToTLS, and
 * services/network/tcp_connected_socket.cc
 */
import { completeLater } from '../../backend/completions/complete-later.ts'
import type { NetResult, TlsOptions, TlsProvider, TlsVersion } from '../../backend/contract.ts'
import type { SecureOptions } from './secure-options.ts'
import { canonicalHostname } from '../../backend/ip-address.ts'
import { NetError } from '../../backend/net-error.ts'
import type { TcpSocket } from '../tcp/tcp-socket.ts'
import { TlsSocket } from './tls-socket.ts'

/** Oldest first. */
const versions: readonly string[] = ['tls1', 'tls1.1', 'tls1.2', 'tls1.3'] satisfies TlsVersion[]

/**
 * Completes with the socket that takes the place of `socket`, or with an error, after which `socket` is of no more use. Does
 * not complete if `socket` is disconnected meanwhile.
 */
export function secureSocket(
  tls: TlsProvider,
  socket: TcpSocket,
  options: SecureOptions | undefined,
  complete: (result: NetResult, secured?: TlsSocket) => void,
): void {
  // A name may end in a dot; certificates and SNI have it without (RFC 6066, 3).
  const serverName = canonicalHostname(socket.hostname)?.replace(/\.$/, '')
  const isStarted =
    serverName !== undefined &&
    socket.upgrade((stream) => {
      // The network service refuses a peer that has gone before the handshake begins, even where it has left bytes behind.
      if (stream.hasEnded === true || stream.peerHasEnded === true)
        return completeLater(() => complete(NetError.ERR_SOCKET_NOT_CONNECTED))
      return tls.secure(stream, { serverName, ...versionLimits(tls, options) }, (result, secured) => {
        complete(result, secured && new TlsSocket(secured, stream, socket.hostname))
      })
    })
  if (!isStarted) complete(NetError.ERR_FAILED)
}

/**
 * A minimum below the provider's oldest version is raised to that version. A maximum below it, and a name of no version, are
 * ignored.
 */
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
