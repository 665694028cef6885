/** `@chrome-socket/conformance/contract`: the contract of backends and TLS providers, as suites of cases. */
export type { BackendSubject } from './backend-subject.ts'
export { backendSuite } from './backend-suite.ts'
export { connectSuite } from './connect-suite.ts'
export { type ContractCase, type ContractSubject, type ContractSuite, absentParts } from './contract-case.ts'
export { datagramSuite } from './datagram-suite.ts'
export { listenerSuite } from './listener-suite.ts'
export type { Pace } from './pace.ts'
export type { RawDatagramSocket, RawListener, RawPeer, RawStream } from './raw-peer.ts'
export { resolveSuite } from './resolve-suite.ts'
export type { StreamPair, StreamSubject } from './stream-subject.ts'
export { streamSuite } from './stream-suite.ts'
export { ContractViolation } from './trial.ts'
export type {
  CertificateKind,
  RawTlsListener,
  RawTlsOptions,
  RawTlsServers,
  RawTlsStream,
  ServedVersion,
  TlsSubject,
} from './tls-subject.ts'
export { tlsSuite } from './tls-suite.ts'
