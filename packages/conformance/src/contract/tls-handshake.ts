/**
 * Handshakes: which succeed, what the others give, and what becomes of the stream beneath.
 * The results are those of Chromium (net/base/net_error_list.h, net/cert/cert_status_flags.cc).
 */
import { type ByteStream, NetError, type NetErrorName, type TlsOptions } from '@chrome-socket/api'
import { type Opened, describeResult, openResult, peerReads, readExactly, write } from './ask.ts'
import { type Situation, completionCases } from './completion.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { watched } from './inner-stream.ts'
import type { RawStream } from './raw-peer.ts'
import {
  type CertificateKind,
  type RawTlsOptions,
  type ServedVersion,
  type TlsSubject,
  openInner,
} from './tls-subject.ts'
import { type Trial, equal, equalList, holds } from './trial.ts'

const localhost: TlsOptions = { serverName: 'localhost' }

export async function secureResult(
  subject: TlsSubject,
  trial: Trial,
  inner: ByteStream,
  options: TlsOptions = localhost,
): Promise<Opened<ByteStream>> {
  return await openResult<ByteStream>(trial, 'a handshake', (done) => subject.provider.secure(inner, options, done))
}

/** Secures a new stream to a server of that kind, and sends something each way. */
async function succeeds(
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

async function fails(
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

interface Verdict {
  readonly certificate: CertificateKind
  readonly result: NetErrorName
  readonly serverName?: string
}

const verdicts: readonly Verdict[] = [
  { certificate: 'expired', result: 'ERR_CERT_DATE_INVALID' },
  { certificate: 'future', result: 'ERR_CERT_DATE_INVALID' },
  { certificate: 'wrongName', result: 'ERR_CERT_COMMON_NAME_INVALID' },
  { certificate: 'nameInSubjectOnly', result: 'ERR_CERT_COMMON_NAME_INVALID' },
  { certificate: 'good', result: 'ERR_CERT_COMMON_NAME_INVALID', serverName: '127.0.0.2' },
  { certificate: 'selfSigned', result: 'ERR_CERT_AUTHORITY_INVALID' },
  { certificate: 'unknownAuthority', result: 'ERR_CERT_AUTHORITY_INVALID' },
  { certificate: 'intermediateNotSent', result: 'ERR_CERT_AUTHORITY_INVALID' },
  { certificate: 'sha1', result: 'ERR_CERT_INVALID' },
  { certificate: 'clientUsage', result: 'ERR_CERT_INVALID' },
  { certificate: 'issuedByLeaf', result: 'ERR_CERT_INVALID' },
  { certificate: 'unknownCriticalExtension', result: 'ERR_CERT_INVALID' },
]

/** A server that speaks no TLS, and what it does once it has heard from the client. */
interface Stranger {
  readonly what: string
  readonly result: NetErrorName
  readonly behave: (peer: RawStream) => void
}

const strangers: readonly Stranger[] = [
  { what: 'closes', result: 'ERR_CONNECTION_CLOSED', behave: (peer) => peer.end() },
  { what: 'resets', result: 'ERR_CONNECTION_RESET', behave: (peer) => peer.reset() },
  {
    what: 'speaks something else',
    result: 'ERR_SSL_PROTOCOL_ERROR',
    behave: (peer) => {
      peer.write(new TextEncoder().encode('220 mail.example ESMTP\r\n'.repeat(10))).catch(() => {})
    },
  },
]

/** A stream to a server that has heard from the client, and waits. */
async function openToStranger(
  subject: TlsSubject,
  trial: Trial,
): Promise<{ inner: ByteStream; peer: Promise<RawStream> }> {
  const listener = trial.use(await subject.servers.listenPlain())
  const accepting = trial.meanwhile(listener.accept())
  const inner = trial.use(await trial.within('a connection', subject.connect(listener.local)))
  return { inner, peer: accepting.then((peer) => trial.use(peer)) }
}

const situations: readonly Situation<TlsSubject>[] = [
  {
    name: 'a handshake that succeeds',
    async prepare(subject, trial) {
      const { inner } = await openInner(subject, trial, { certificate: 'good' })
      return (done) => {
        subject.provider.secure(inner, localhost, done)
      }
    },
  },
  {
    name: 'a handshake that fails',
    async prepare(subject, trial) {
      const { inner } = await openInner(subject, trial, { certificate: 'expired' })
      return (done) => {
        subject.provider.secure(inner, localhost, done)
      }
    },
  },
  {
    name: 'a handshake over a stream that is closed',
    async prepare(subject, trial) {
      const { inner } = await openInner(subject, trial, { certificate: 'good' })
      inner.close()
      return (done) => {
        subject.provider.secure(inner, localhost, done)
      }
    },
  },
  {
    name: 'a handshake with no version between its limits',
    async prepare(subject, trial) {
      const { inner } = await openInner(subject, trial, { certificate: 'good' })
      return (done) => {
        subject.provider.secure(inner, { ...localhost, minVersion: 'tls1.3', maxVersion: 'tls1.2' }, done)
      }
    },
  },
]

const versions: readonly ServedVersion[] = ['tls1.2', 'tls1.3']

export const tlsHandshakeCases: readonly ContractCase<TlsSubject>[] = [
  ...completionCases('secure', [], situations, async (subject, trial) => {
    const { inner } = await openInner(subject, trial, { certificate: 'good' })
    return (go) => {
      inner.write(new Uint8Array(0), go)
    }
  }),

  ...versions.flatMap((version) =>
    (['good', 'goodRsa'] as const).map((certificate) =>
      contractCase<TlsSubject>(`secure: ${version}, certificate ${certificate}`, [], async (subject, trial) => {
        await succeeds(subject, trial, { certificate, version })
      }),
    ),
  ),
  ...(['withIntermediate', 'withoutUsage', 'anyUsage'] as const).map((certificate) =>
    contractCase<TlsSubject>(
      `secure: certificate ${certificate}`,
      certificate === 'anyUsage' ? ['anyUsage'] : [],
      async (subject, trial) => {
        await succeeds(subject, trial, { certificate })
      },
    ),
  ),
  contractCase('secure: to an IP address', [], async (subject, trial) => {
    await succeeds(subject, trial, { certificate: 'good' }, { serverName: '127.0.0.1' })
  }),
  ...versions.map((version) =>
    contractCase<TlsSubject>(
      `secure: ${version}, a server that would like a certificate`,
      [],
      async (subject, trial) => {
        await succeeds(subject, trial, { certificate: 'good', version, asksForCertificate: true })
      },
    ),
  ),
  ...versions.map((version) =>
    contractCase<TlsSubject>(`secure: limited to ${version}`, [], async (subject, trial) => {
      await succeeds(
        subject,
        trial,
        { certificate: 'good' },
        { ...localhost, minVersion: version, maxVersion: version },
      )
    }),
  ),

  ...verdicts.map(({ certificate, result, serverName = 'localhost' }) =>
    contractCase<TlsSubject>(
      `secure: certificate ${certificate} for ${serverName} gives ${result}`,
      [],
      async (subject, trial) => {
        await fails(subject, trial, { certificate }, result, { serverName })
      },
    ),
  ),

  contractCase('secure: no version in common gives ERR_SSL_VERSION_OR_CIPHER_MISMATCH', [], async (subject, trial) => {
    const options: TlsOptions = { ...localhost, minVersion: 'tls1.3' }
    await fails(
      subject,
      trial,
      { certificate: 'good', version: 'tls1.2' },
      'ERR_SSL_VERSION_OR_CIPHER_MISMATCH',
      options,
    )
  }),
  contractCase('secure: no version between the limits gives ERR_SSL_PROTOCOL_ERROR', [], async (subject, trial) => {
    const options: TlsOptions = { ...localhost, minVersion: 'tls1.3', maxVersion: 'tls1.2' }
    await fails(subject, trial, { certificate: 'good' }, 'ERR_SSL_PROTOCOL_ERROR', options)
  }),

  ...strangers.map(({ what, result, behave }) =>
    contractCase<TlsSubject>(`secure: a server that ${what} gives ${result}`, [], async (subject, trial) => {
      const { inner, peer } = await openToStranger(subject, trial)
      const { stream, closes } = watched(inner)
      const securing = trial.meanwhile(secureResult(subject, trial, stream))
      const server = await trial.within('the connection at the server', peer)
      await trial.within('the first bytes of the client', server.read())
      behave(server)
      equal(describeResult((await securing).result), result, 'the handshake')
      await trial.until('a close of the inner stream', () => closes() > 0)
    }),
  ),

  contractCase('secure: over a stream that is closed gives ERR_CONNECTION_CLOSED', [], async (subject, trial) => {
    const { inner } = await openInner(subject, trial, { certificate: 'good' })
    inner.close()
    const { result } = await secureResult(subject, trial, inner)
    equal(describeResult(result), describeResult(NetError.ERR_CONNECTION_CLOSED), 'the handshake')
  }),

  contractCase('secure: a cancelled one does not complete and closes the inner stream', [], async (subject, trial) => {
    const { inner, peer } = await openToStranger(subject, trial)
    const { stream, closes } = watched(inner)
    let completions = 0
    const cancel = subject.provider.secure(stream, localhost, () => {
      completions += 1
    })
    const server = await trial.within('the connection at the server', peer)
    await trial.within('the first bytes of the client', server.read())
    cancel()
    cancel()
    await trial.until('a close of the inner stream', () => closes() > 0)
    await trial.quiet()
    equal(completions, 0, 'completions')
  }),

  contractCase('secure: cancelled at once, it does not complete either', [], async (subject, trial) => {
    const { inner } = await openInner(subject, trial, { certificate: 'good' })
    const { stream, closes } = watched(inner)
    let completions = 0
    subject.provider.secure(stream, localhost, () => {
      completions += 1
    })()
    await trial.until('a close of the inner stream', () => closes() > 0)
    await trial.quiet()
    equal(completions, 0, 'completions')
  }),

  contractCase('secure: cancelling what has completed leaves the stream alone', [], async (subject, trial) => {
    const { inner, listener } = await openInner(subject, trial, { certificate: 'good' })
    const accepting = trial.meanwhile(listener.accept())
    let cancel: (() => void) | undefined
    const { socket: stream } = await openResult<ByteStream>(trial, 'a handshake', (done) => {
      cancel = subject.provider.secure(inner, localhost, done)
    })
    cancel?.()
    await trial.quiet()
    holds(stream !== undefined, 'the handshake failed')
    equal(await write(trial, stream, Uint8Array.of(6)), 1, 'a write')
    const peer = trial.use(await trial.within('the handshake at the server', accepting))
    equalList([...(await peerReads(trial, peer, 1))], [6], 'the byte at the server')
  }),
]
