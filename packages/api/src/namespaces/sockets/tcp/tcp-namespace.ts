/**
 * `chrome.sockets.tcp`, made from its functions and events.
 */
import { makeFunctions } from '../../../bindings/namespace.ts'
import type { NamespaceHost } from '../../../bindings/namespace.ts'
import { DnsQueryTypes } from '../dns-query-type.ts'
import type { ChromeSocketsTcp } from './chrome-sockets-tcp.ts'
import { tcpFunctions } from './functions.ts'
import type { SocketsTcpApp } from './functions.ts'

export function makeSocketsTcpNamespace(app: SocketsTcpApp, host: NamespaceHost): ChromeSocketsTcp {
  return {
    ...makeFunctions('sockets.tcp', tcpFunctions, app, host),
    DnsQueryType: { ...DnsQueryTypes },
    onReceive: app.events.onReceive.event,
    onReceiveError: app.events.onReceiveError.event,
  } as unknown as ChromeSocketsTcp
}
