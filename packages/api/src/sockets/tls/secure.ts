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

/** The versions, oldest first. */
const versions: readonly string[] = ['tls1', 'tls1.1', 'tls1.2', 'tls1.3'] satisfies TlsVersion[]

/**
 * Completes with the socket that replaces `socket`, or with an error, after which `socket` can no longer be used. Does
 * not complete if `socket` is disconnected meanwhile.
 */
export function secureSocket(
  tls: TlsProvider,
  socket: TcpSocket,
  options: SecureOptions | undefined,
  complete: (result: NetResult, secured?: TlsSocket) => void,
): void {
  // A name may end in a dot, which certificates and SNI leave out (RFC 6066, 3).
  const serverName = canonicalHostname(socket.hostname)?.replace(/\.$/, '')
  const isStarted =
    serverName !== undefined &&
    socket.upgrade((stream) => {
      // The network service refuses a peer that ended the connection before the handshake, even if bytes are unread.
      if (stream.hasEnded === true || stream.peerHasEnded === true)
        return completeLater(() => complete(NetError.ERR_SOCKET_NOT_CONNECTED))
      return tls.secure(stream, { serverName, ...versionLimits(tls, options) }, (result, secured) => {
        complete(result, secured && new TlsSocket(secured, stream, socket.hostname))
      })
    })
  if (!isStarted) complete(NetError.ERR_FAILED)
}

/**
 * Reads the limits. A minimum below the provider's oldest version is raised to it. A maximum below it and unknown
 * versions are ignored.
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
