/**
 * `@chrome-socket/api/backend`: the door for authors of backends and TLS providers. It has the contract, and the kit that
 * backends share.
 */
export type {
  AcceptCompletion,
  AddressFamily,
  Backend,
  ByteStream,
  Cancel,
  Completion,
  ConnectCompletion,
  DatagramOptions,
  DatagramSocket,
  Endpoint,
  InterfacesCompletion,
  ListenCompletion,
  NetResult,
  NetworkInterface,
  OpenDatagramCompletion,
  Reader,
  ReceiveCompletion,
  ResolveCompletion,
  SecureCompletion,
  TcpListener,
  TcpStream,
  TlsOptions,
  TlsProvider,
  TlsVersion,
} from './contract.ts'
export { connectErrorFromPosixCode, NetError, netErrorFromPosixCode, netErrorToString } from './net-error.ts'
export type { NetErrorName } from './net-error.ts'
export { readBytes } from './read-bytes.ts'
export { completeLater } from './complete-later.ts'
export { emptyEndpoint } from './endpoint.ts'
export { longestKeepAliveDelay } from './keep-alive.ts'
export { canonicalHostname, canonicalIpLiteral, isIpv6, isMulticast, isOfFamily } from './ip-address.ts'
export { Queue } from './queue.ts'
export { Outbox } from './outbox.ts'
export { afterMicrotasks, asEvent, endTurn, sameTurn, takeTurn, throwToHost } from './turn.ts'
export type { Turn } from './turn.ts'
