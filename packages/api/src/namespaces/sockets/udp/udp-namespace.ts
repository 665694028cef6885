/**
 * `chrome.sockets.udp`, made from its functions and events.
 */
import { makeFunctions } from '../../../bindings/namespace.ts'
import type { NamespaceHost } from '../../../bindings/namespace.ts'
import { DnsQueryTypes } from '../dns-query-type.ts'
import type { ChromeSocketsUdp } from './chrome-sockets-udp.ts'
import { udpFunctions } from './functions.ts'
import type { SocketsUdpApp } from './functions.ts'

export function makeSocketsUdpNamespace(app: SocketsUdpApp, host: NamespaceHost): ChromeSocketsUdp {
  return {
    ...makeFunctions('sockets.udp', udpFunctions, app, host),
    DnsQueryType: { ...DnsQueryTypes },
    onReceive: app.events.onReceive.event,
    onReceiveError: app.events.onReceiveError.event,
  } as unknown as ChromeSocketsUdp
}
