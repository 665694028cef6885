/** The subject of the TLS suite: a provider that trusts only the harness's authority, over streams to its servers. */
import type { ByteStream, Endpoint, TlsProvider } from '@chrome-socket/api/backend'
import type { ContractSubject } from './contract-case.ts'
import type { RawListener, RawStream } from './raw-peer.ts'
import type { Trial } from './trial.ts'

/** The certificates that a server may have, for `localhost` and 127.0.0.1. Each has only the fault that names it. */
export type CertificateKind =
  | 'good'
  | 'goodRsa'
  | 'withIntermediate'
  | 'withoutUsage'
  | 'anyUsage'
  | 'expired'
  | 'future'
  | 'wrongName'
  | 'nameInSubjectOnly'
  | 'selfSigned'
  | 'unknownAuthority'
  | 'intermediateNotSent'
  | 'sha1'
  | 'clientUsage'
  | 'issuedByLeaf'
  | 'unknownCriticalExtension'

/** A version of TLS that the servers speak. */
export type ServedVersion = 'tls1.2' | 'tls1.3'

export const servedVersions: readonly ServedVersion[] = ['tls1.2', 'tls1.3']

/** The certificate of a TLS server, and its way of speaking. */
export interface RawTlsOptions {
  /** The certificate of the server. */
  readonly certificate: CertificateKind
  /** The only version that the server speaks. */
  readonly version?: ServedVersion
  /** Whether the server asks for the client's certificate. It goes on without one. */
  readonly asksForCertificate?: boolean
}

/** A server's end. `read` and `write` are inside TLS, `end` sends a close_notify and a FIN, `reset` sends a RST. */
export interface RawTlsStream extends RawStream {
  /** Sends a FIN without a close_notify before it. */
  truncate(): void
}

/** A TLS server on loopback. */
export interface RawTlsListener extends RawListener {
  /** Waits for the next connection whose handshake has succeeded. */
  accept(): Promise<RawTlsStream>
}

/** Starts TLS servers with certificates of every kind. */
export interface RawTlsServers {
  /** Starts a server with such a certificate, at a free port. */
  listen(options: RawTlsOptions): Promise<RawTlsListener>
  /** Starts a listener that speaks no TLS by itself. */
  listenPlain(): Promise<RawListener>
}

/** A TLS provider, and the servers that the suite tests it with. */
export interface TlsSubject extends ContractSubject {
  /** The provider that is tested. */
  readonly provider: TlsProvider
  /** The servers that the provider talks to. */
  readonly servers: RawTlsServers
  /** Connects to a server, by the backend under the provider. */
  connect(to: Endpoint): Promise<ByteStream>
}

export const tlsParts: Readonly<Record<string, (subject: TlsSubject) => boolean>> = {
  reset: () => true,
  halfClose: () => true,
}

/** Opens a stream to a server that listens until the case ends. */
export async function openInner(
  subject: TlsSubject,
  trial: Trial,
  options: RawTlsOptions,
): Promise<{ inner: ByteStream; listener: RawTlsListener }> {
  const listener = trial.use(await trial.within('a listening server', subject.servers.listen(options)))
  return { inner: trial.use(await trial.within('a connection', subject.connect(listener.local))), listener }
}
