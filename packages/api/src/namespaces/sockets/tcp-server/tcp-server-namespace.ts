/**
 * `chrome.sockets.tcpServer`, made from its functions and events.
 */
import { makeFunctions } from '../../../bindings/namespace.ts'
import type { NamespaceHost } from '../../../bindings/namespace.ts'
import type { ChromeSocketsTcpServer } from './chrome-sockets-tcp-server.ts'
import { tcpServerFunctions } from './functions.ts'
import type { SocketsTcpServerApp } from './functions.ts'

export function makeSocketsTcpServerNamespace(app: SocketsTcpServerApp, host: NamespaceHost): ChromeSocketsTcpServer {
  return {
    ...makeFunctions('sockets.tcpServer', tcpServerFunctions, app, host),
    onAccept: app.events.onAccept.event,
    onAcceptError: app.events.onAcceptError.event,
  } as unknown as ChromeSocketsTcpServer
}
