/**
 * `@chrome-socket/api`: what an app uses. Authors of backends use `@chrome-socket/api/backend`.
 */
export { createChrome } from './create-chrome.ts'
export type { Chrome, ChromeOptions } from './create-chrome.ts'
export { registerBackend, registeredBackend, registeredTls, registerTls } from './registry.ts'
export type { ManifestPermissions } from './policy/permissions.ts'
export type { Runtime } from './bindings/last-error.ts'
export type {
  AcceptInfo,
  ChromeSocket,
  CreateInfo,
  CreateOptions,
  ReadInfo,
  RecvFromInfo,
  SecureOptions,
  SocketInfo,
  SocketType,
  TLSVersionConstraints,
  WriteInfo,
} from './namespaces/socket/chrome-socket.ts'
export type { Backend, NetworkInterface, TlsProvider } from './backend/contract.ts'
export { NetError, netErrorToString } from './backend/net-error.ts'
export type { NetErrorName } from './backend/net-error.ts'
