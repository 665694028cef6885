export { createChrome } from './create-chrome.ts'
export type { Chrome, ChromeOptions } from './create-chrome.ts'
export { registerBackend, registeredBackend, registeredTls, registerTls } from './registry.ts'
export type { ManifestPermissions } from './permissions.ts'
export type { Runtime } from './last-error.ts'
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
} from './chrome-socket.ts'

export type {
  Backend,
  ByteStream,
  Cancel,
  DatagramOptions,
  DatagramSocket,
  Endpoint,
  NetResult,
  NetworkInterface,
  Reader,
  TcpListener,
  TcpStream,
  TlsOptions,
  TlsProvider,
  TlsVersion,
} from './backend.ts'
export { connectErrorFromPosixCode, NetError, netErrorFromPosixCode, netErrorToString } from './net-error.ts'
export type { NetErrorName } from './net-error.ts'
export { Outbox } from './outbox.ts'
export { afterMicrotasks, asEvent, endTurn, sameTurn, takeTurn } from './turn.ts'
export type { Turn } from './turn.ts'
