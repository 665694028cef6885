/**
 * The subject of the TLS suite: a provider that trusts the harness's authority and no other, over streams to its servers.
 */
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

/** The certificate that a TLS server presents, and how it speaks. */
export interface RawTlsOptions {
  /** Which certificate the server has. */
  readonly certificate: CertificateKind
  /** The only version that the server speaks. */
  readonly version?: ServedVersion
  /** Asks for the client's certificate, and goes on without one. */
  readonly asksForCertificate?: boolean
}

/** A server's end. `read` and `write` are inside TLS, `end` sends a close_notify and a FIN, `reset` sends a RST. */
export interface RawTlsStream extends RawStream {
  /** Sends a FIN without a close_notify before it. */
  truncate(): void
}

/** A TLS server on loopback. */
export interface RawTlsListener extends RawListener {
  /** The next connection whose handshake has succeeded. */
  accept(): Promise<RawTlsStream>
}

/** Starts TLS servers with certificates of every kind. */
export interface RawTlsServers {
  /** A server with such a certificate, at a port that is free. */
  listen(options: RawTlsOptions): Promise<RawTlsListener>
  /** A listener that speaks no TLS by itself. */
  listenPlain(): Promise<RawListener>
}

/** A TLS provider, and the servers that the suite tests it with. */
export interface TlsSubject extends ContractSubject {
  /** The provider that is tested. */
  readonly provider: TlsProvider
  /** The servers that it talks to. */
  readonly servers: RawTlsServers
  /** Connects to a server, by the backend that the provider is tried over. */
  connect(to: Endpoint): Promise<ByteStream>
}

export const tlsParts: Readonly<Record<string, (subject: TlsSubject) => boolean>> = {
  reset: () => true,
  halfClose: () => true,
}

/** A stream to a server that listens for as long as the case runs. */
export async function openInner(
  subject: TlsSubject,
  trial: Trial,
  options: RawTlsOptions,
): Promise<{ inner: ByteStream; listener: RawTlsListener }> {
  const listener = trial.use(await trial.within('a listening server', subject.servers.listen(options)))
  return { inner: trial.use(await trial.within('a connection', subject.connect(listener.local))), listener }
}
