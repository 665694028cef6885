/**
 * Makes `chrome.sockets` from its three namespaces. A connection that tcpServer accepts becomes a socket of tcp.
 */
import type { Backend, TlsProvider } from '../../backend/contract.ts'
import type { NamespaceHost } from '../../bindings/namespace.ts'
import { everythingAllowed, socketsPolicy } from '../../policy/sockets-manifest.ts'
import type { ManifestSockets } from '../../policy/sockets-manifest.ts'
import type { WriteQuota } from '../../policy/write-quota.ts'
import { SocketTable } from '../../sockets/socket-table.ts'
import type { TcpSocket } from '../../sockets/tcp/tcp-socket.ts'
import type { ChromeSockets } from './chrome-sockets.ts'
import { ResumableTcpServer, TcpServerEvents } from './tcp-server/resumable-tcp-server.ts'
import { makeSocketsTcpServerNamespace } from './tcp-server/tcp-server-namespace.ts'
import { addTcpSocket } from './tcp/functions.ts'
import { ResumableTcpSocket, TcpEvents } from './tcp/resumable-tcp-socket.ts'
import { makeSocketsTcpNamespace } from './tcp/tcp-namespace.ts'
import { ResumableUdpSocket, UdpEvents } from './udp/resumable-udp-socket.ts'
import { makeSocketsUdpNamespace } from './udp/udp-namespace.ts'

const { assign, create } = Object

/** Makes the namespaces for one app, each with its own sockets. */
export function makeSockets(
  app: { readonly backend: Backend; readonly tls: TlsProvider | undefined; readonly quota: WriteQuota },
  host: NamespaceHost,
  {
    permissions: otherLimits,
    sockets: manifest,
  }: { readonly permissions?: unknown; readonly sockets?: ManifestSockets },
): { namespace: ChromeSockets; closeSockets: () => void } {
  const isUnlimited = manifest === undefined && otherLimits === undefined
  const policy = isUnlimited ? everythingAllowed : socketsPolicy(manifest === undefined ? {} : manifest)
  const tcp = new SocketTable<ResumableTcpSocket>()
  const tcpServer = new SocketTable<ResumableTcpServer>()
  const udp = new SocketTable<ResumableUdpSocket>()
  const { answers } = host
  const tcpEvents = new TcpEvents(answers)
  /**
   * Adds the shared parts to those of a namespace. The backend stays a getter, because it is looked up on first use.
   */
  const extend = <Own extends object>(own: Own): typeof app & Own => assign(create(app) as typeof app, own)
  return {
    namespace: {
      tcp: makeSocketsTcpNamespace(extend({ ...policy, sockets: tcp, events: tcpEvents }), host),
      tcpServer: makeSocketsTcpServerNamespace(
        extend({
          ...policy,
          sockets: tcpServer,
          events: new TcpServerEvents(answers),
          addClient: (accepted: TcpSocket) => addTcpSocket(tcp, new ResumableTcpSocket(accepted, tcpEvents, true)),
        }),
        host,
      ),
      udp: makeSocketsUdpNamespace(extend({ ...policy, sockets: udp, events: new UdpEvents(answers) }), host),
    },
    closeSockets() {
      tcp.removeAll()
      tcpServer.removeAll()
      udp.removeAll()
    },
  }
}
