/**
 * `@chrome-socket/api`: the entry point for apps. Authors of backends use `@chrome-socket/api/backend`.
 */
export { createChrome } from './create-chrome.ts'
export type { Chrome } from './create-chrome.ts'
export type { ChromeBase, ChromeOptions } from './make-chrome.ts'
export { registerBackend, registeredBackend, registeredTls, registerTls } from './registry.ts'
export type { ManifestPermissions } from './policy/permissions.ts'
export type { ManifestSockets } from './policy/sockets-manifest.ts'
export type { ChromeEvent } from './bindings/event.ts'
export type { Runtime } from './bindings/last-error.ts'
export type {
  AcceptInfo,
  ChromeSocket,
  CreateInfo,
  CreateOptions,
  ReadInfo,
  RecvFromInfo,
  SocketInfo,
  SocketType,
  WriteInfo,
} from './namespaces/socket/chrome-socket.ts'
export type { ChromeSockets } from './namespaces/sockets/chrome-sockets.ts'
export type { DnsQueryType } from './namespaces/sockets/dns-query-type.ts'
export type { ReceiverProperties, ServerProperties } from './namespaces/sockets/properties.ts'
export type {
  ChromeSocketsTcp,
  TcpCreateInfo,
  TcpReceiveErrorInfo,
  TcpReceiveInfo,
  TcpSendInfo,
  TcpSocketInfo,
} from './namespaces/sockets/tcp/chrome-sockets-tcp.ts'
export type {
  ChromeSocketsTcpServer,
  TcpServerAcceptErrorInfo,
  TcpServerAcceptInfo,
  TcpServerCreateInfo,
  TcpServerSocketInfo,
} from './namespaces/sockets/tcp-server/chrome-sockets-tcp-server.ts'
export type {
  ChromeSocketsUdp,
  UdpCreateInfo,
  UdpReceiveErrorInfo,
  UdpReceiveInfo,
  UdpSendInfo,
  UdpSocketInfo,
} from './namespaces/sockets/udp/chrome-sockets-udp.ts'
export type { SecureOptions, TLSVersionConstraints } from './sockets/tls/secure-options.ts'
export type { Backend, NetworkInterface, TlsProvider } from './backend/contract.ts'
export { NetError, netErrorToString } from './backend/net-error.ts'
export type { NetErrorName } from './backend/net-error.ts'
