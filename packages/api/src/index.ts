export type {
  Backend,
  ByteStream,
  Cancel,
  DatagramOptions,
  DatagramSocket,
  Endpoint,
  NetResult,
  NetworkInterface,
  TcpListener,
  TcpStream,
  TlsOptions,
  TlsProvider,
  TlsVersion,
} from './backend.ts'
export { NetError, netErrorFromPosixCode, netErrorToString } from './net-error.ts'
export type { NetErrorName } from './net-error.ts'
export { afterMicrotasks } from './turn.ts'
export { registerBackend, registerTls } from './registry.ts'
