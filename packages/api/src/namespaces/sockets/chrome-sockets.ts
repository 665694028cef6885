/**
 * `chrome.sockets` as an app sees it.
 */
import type { ChromeSocketsTcpServer } from './tcp-server/chrome-sockets-tcp-server.ts'
import type { ChromeSocketsTcp } from './tcp/chrome-sockets-tcp.ts'
import type { ChromeSocketsUdp } from './udp/chrome-sockets-udp.ts'

/** `chrome.sockets`: each namespace has ids of its own. */
export interface ChromeSockets {
  readonly tcp: ChromeSocketsTcp
  readonly tcpServer: ChromeSocketsTcpServer
  readonly udp: ChromeSocketsUdp
}
