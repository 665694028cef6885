/**
 * A handshake to try, which succeeds or fails.
 */
import type { ByteStream, NetErrorName, TlsOptions } from '@chrome-socket/api/backend'
import { type Opened, describeResult, openResult, peerReads, readExactly, write } from './ask.ts'
import { watched } from './inner-stream.ts'
import type { RawStream } from './raw-peer.ts'
import { type RawTlsOptions, type TlsSubject, openInner } from './tls-subject.ts'
import { type Trial, equal, equalList, holds } from './trial.ts'

export const localhost: TlsOptions = { serverName: 'localhost' }

export async function secureResult(
  subject: TlsSubject,
  trial: Trial,
  inner: ByteStream,
  options: TlsOptions = localhost,
): Promise<Opened<ByteStream>> {
  return await openResult<ByteStream>(trial, 'a handshake', (done) => subject.provider.secure(inner, options, done))
}

/** Secures a new stream to a server of this kind, and sends something each way. */
export async function succeeds(
  subject: TlsSubject,
  trial: Trial,
  server: RawTlsOptions,
  options: TlsOptions = localhost,
): Promise<void> {
  const { inner, listener } = await openInner(subject, trial, server)
  const accepting = trial.meanwhile(listener.accept())
  const { result, socket: stream } = await secureResult(subject, trial, inner, options)
  equal(describeResult(result), 'OK', 'the handshake')
  holds(stream !== undefined, 'the handshake gives OK and no stream')
  const peer = trial.use(await trial.within('the handshake at the server', accepting))
  equalList([stream.local, stream.peer], [inner.local, inner.peer], 'local and peer')
  equal(await write(trial, stream, Uint8Array.of(1, 2, 3)), 3, 'a write')
  equalList([...(await peerReads(trial, peer, 3))], [1, 2, 3], 'the bytes at the server')
  await peer.write(Uint8Array.of(4, 5))
  equalList([...(await readExactly(trial, stream, 2))], [4, 5], 'the bytes read')
}

/** Fails to secure a new stream to a server of this kind, and closes it. */
export async function fails(
  subject: TlsSubject,
  trial: Trial,
  server: RawTlsOptions,
  name: NetErrorName,
  options: TlsOptions = localhost,
): Promise<void> {
  const { inner } = await openInner(subject, trial, server)
  const { stream, closes } = watched(inner)
  const { result, socket } = await secureResult(subject, trial, stream, options)
  equal(describeResult(result), name, 'the handshake')
  equal(socket, undefined, 'the stream')
  await trial.until('a close of the inner stream', () => closes() > 0)
}

/** A stream to a server that speaks no TLS, and the other end of it. */
export async function openToStranger(
  subject: TlsSubject,
  trial: Trial,
): Promise<{ inner: ByteStream; peer: Promise<RawStream> }> {
  const listener = trial.use(await subject.servers.listenPlain())
  const accepting = trial.meanwhile(listener.accept())
  const inner = trial.use(await trial.within('a connection', subject.connect(listener.local)))
  return { inner, peer: accepting.then((peer) => trial.use(peer)) }
}
