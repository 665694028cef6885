/**
 * `chrome.sockets` as an app sees it.
 */
import type { ChromeSocketsTcpServer } from './tcp-server/chrome-sockets-tcp-server.ts'
import type { ChromeSocketsTcp } from './tcp/chrome-sockets-tcp.ts'
import type { ChromeSocketsUdp } from './udp/chrome-sockets-udp.ts'

/** `chrome.sockets`: each namespace has ids of its own. */
export interface ChromeSockets {
  /** Connections, also those that `tcpServer` accepts. */
  readonly tcp: ChromeSocketsTcp
  /** Sockets that listen. */
  readonly tcpServer: ChromeSocketsTcpServer
  /** Datagrams. */
  readonly udp: ChromeSocketsUdp
}
