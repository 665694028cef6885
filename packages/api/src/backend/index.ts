/**
 * `@chrome-socket/api/backend`: the entry point for authors of backends and TLS providers. It has the contract, and the
 * kit that backends share.
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
export { NetError, netErrorToString } from './net-error.ts'
export { connectErrorFromPosixCode, netErrorFromPosixCode } from './posix-error.ts'
export type { NetErrorName } from './net-error.ts'
export { readBytes } from './read-bytes.ts'
export { emptyEndpoint } from './endpoint.ts'
export { defaultKeepAliveDelay, longestKeepAliveDelay } from './keep-alive.ts'
export { lingerUntil } from './linger.ts'
// The kit for bytes, datagrams and connections that come before the app asks for them.
export { AcceptQueue } from './arrivals/accept-queue.ts'
export { DatagramInbox } from './arrivals/datagram-inbox.ts'
export { Inbox } from './arrivals/inbox.ts'
export type { Source } from './arrivals/inbox.ts'
// Ways to complete.
export { completeLater, openLater } from './completions/complete-later.ts'
export { PendingOperation } from './completions/pending-operation.ts'
export { Send } from './completions/send.ts'
// Addresses and names of hosts.
export {
  canonicalHostname,
  canonicalIpLiteral,
  ipAddressOctets,
  isIpv6,
  isMulticast,
  isOfFamily,
  lacksZone,
  withoutZone,
} from './ip-address.ts'
// Order and turns.
export { Queue } from './queue.ts'
export { Outbox } from './outbox.ts'
export { afterMicrotasks, asEvent, endTurn, sameTurn, takeTurn, throwToHost } from './turn/turns.ts'
export type { Turn } from './turn/turns.ts'
