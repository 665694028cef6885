/**
 * Makes `chrome.socket` from its functions.
 */
import type { Backend, TlsProvider } from '../../backend/contract.ts'
import { makeFunctions } from '../../bindings/namespace.ts'
import type { NamespaceHost } from '../../bindings/namespace.ts'
import { permissionCheck } from '../../policy/permissions.ts'
import type { ManifestPermissions } from '../../policy/permissions.ts'
import type { WriteQuota } from '../../policy/write-quota.ts'
import { SocketTable } from '../../sockets/socket-table.ts'
import type { ChromeSocket } from './chrome-socket.ts'
import { commonFunctions } from './common-functions.ts'
import type { Socket, SocketApp, SocketFunctions } from './socket-app.ts'
import { tcpFunctions } from './tcp-functions.ts'
import { udpFunctions } from './udp-functions.ts'

const { assign, create } = Object

export const socketFunctions: SocketFunctions = { ...commonFunctions, ...tcpFunctions, ...udpFunctions }

/** Makes the namespace for one app, with its own sockets. */
export function makeSocket(
  app: { readonly backend: Backend; readonly tls: TlsProvider | undefined; readonly quota: WriteQuota },
  host: NamespaceHost,
  { permissions, sockets: otherLimits }: { readonly permissions?: ManifestPermissions; readonly sockets?: unknown },
): { namespace: ChromeSocket; closeSockets: () => void } {
  const sockets = new SocketTable<Socket>()
  // A manifest that has permissions only for other namespaces allows nothing here.
  const isAllowed = permissionCheck(permissions === undefined && otherLimits !== undefined ? [] : permissions)
  const socketApp: SocketApp = assign(create(app) as typeof app, { sockets, isAllowed })
  const functions = makeFunctions('socket', socketFunctions, socketApp, host)
  return {
    namespace: { ...functions, SocketType: { TCP: 'tcp', UDP: 'udp' } } as unknown as ChromeSocket,
    closeSockets: () => sockets.removeAll(),
  }
}
