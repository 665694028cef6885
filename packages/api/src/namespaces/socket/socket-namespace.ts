/**
 * `chrome.socket`, made from its functions.
 */
import { makeFunctions } from '../../bindings/namespace.ts'
import type { NamespaceHost } from '../../bindings/namespace.ts'
import type { ChromeSocket } from './chrome-socket.ts'
import { commonFunctions } from './common-functions.ts'
import type { SocketApp, SocketFunctions } from './socket-app.ts'
import { tcpFunctions } from './tcp-functions.ts'
import { udpFunctions } from './udp-functions.ts'

export const socketFunctions: SocketFunctions = { ...commonFunctions, ...tcpFunctions, ...udpFunctions }

export function makeSocketNamespace(app: SocketApp, host: NamespaceHost): ChromeSocket {
  const SocketType = { TCP: 'tcp', UDP: 'udp' }
  return { ...makeFunctions('socket', socketFunctions, app, host), SocketType } as unknown as ChromeSocket
}
