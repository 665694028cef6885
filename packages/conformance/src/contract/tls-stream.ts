/**
 * Secured streams: every rule of a byte stream, and how TLS ends.
 */
import type { ByteStream } from '@chrome-socket/api/backend'
import { NetError } from '@chrome-socket/api/backend'
import { describeResult, peerReads, peerReadsToEnd, read, readExactly, startWrite, write } from './ask.ts'
import { type ContractCase, casesWithin, contractCase } from './contract-case.ts'
import { reluctant, watched } from './inner-stream.ts'
import { pattern } from './pattern.ts'
import type { StreamSubject } from './stream-subject.ts'
import { streamSuite } from './stream-suite.ts'
import { secureResult } from './tls-secure.ts'
import { type RawTlsStream, type ServedVersion, type TlsSubject, openInner, servedVersions } from './tls-subject.ts'
import { Trial, equal, equalBytes, equalList, holds } from './trial.ts'

interface SecuredPair {
  readonly stream: ByteStream
  readonly peer: RawTlsStream
}

/** Secures the stream that `around` makes of the inner stream. */
async function openSecured(
  subject: TlsSubject,
  trial: Trial,
  version: ServedVersion,
  around: (inner: ByteStream) => ByteStream = (inner) => inner,
): Promise<SecuredPair> {
  const { inner, listener } = await openInner(subject, trial, { certificate: 'good', version })
  const accepting = trial.meanwhile(listener.accept())
  const { result, socket } = await secureResult(subject, trial, around(inner))
  holds(socket !== undefined, `the handshake gives ${describeResult(result)}`)
  return { stream: socket, peer: trial.use(await trial.within('the handshake at the server', accepting)) }
}

const securedStream =
  (version: ServedVersion) =>
  (subject: TlsSubject): StreamSubject => ({
    async open() {
      const trial = new Trial(subject.pace)
      const pair = await openSecured(subject, trial, version)
      return { ...pair, release: () => trial.end() }
    },
  })

const endCases: readonly ContractCase<TlsSubject>[] = servedVersions.flatMap((version) => [
  contractCase<TlsSubject>(
    `${version}: a close_notify is the end, after all that was sent`,
    [],
    async (subject, trial) => {
      const { stream, peer } = await openSecured(subject, trial, version)
      const bytes = pattern(50_000)
      trial.meanwhile(peer.write(bytes))
      peer.end()
      equalBytes(await readExactly(trial, stream, bytes.length), bytes, 'the bytes')
      equal(describeResult((await read(trial, stream)).result), 'OK', 'the read after them')
    },
  ),

  // Chromium does the same (SSLClientSocketImpl::DoPayloadRead), because many servers send no close_notify.
  contractCase<TlsSubject>(`${version}: an end without a close_notify is the end too`, [], async (subject, trial) => {
    const { stream, peer } = await openSecured(subject, trial, version)
    await peer.write(Uint8Array.of(1, 2))
    equalList([...(await readExactly(trial, stream, 2))], [1, 2], 'the bytes')
    peer.truncate()
    equal(describeResult((await read(trial, stream)).result), 'OK', 'the read after them')
  }),

  contractCase<TlsSubject>(
    `${version}: close closes the inner stream, and the server sees the end`,
    [],
    async (subject, trial) => {
      const inners: ReturnType<typeof watched>[] = []
      const { stream, peer } = await openSecured(subject, trial, version, (inner) => {
        const each = watched(inner)
        inners.push(each)
        return each.stream
      })
      equal(await write(trial, stream, Uint8Array.of(9)), 1, 'a write')
      stream.close()
      equal(await peerReadsToEnd(trial, peer), 1, 'the bytes at the server')
      await trial.until('a close of the inner stream', () => (inners[0]?.closes() ?? 0) > 0)
      equal(
        describeResult(await write(trial, stream, Uint8Array.of(1))),
        describeResult(NetError.ERR_CONNECTION_CLOSED),
        'a later write',
      )
    },
  ),

  contractCase<TlsSubject>(
    `${version}: over an inner stream of single bytes and slow writes`,
    [],
    async (subject, trial) => {
      const { stream, peer } = await openSecured(subject, trial, version, reluctant)
      const bytes = pattern(20_000)
      const receiving = trial.meanwhile(peerReads(trial, peer, bytes.length))
      equal(await write(trial, stream, bytes), bytes.length, 'a write')
      equalBytes(await receiving, bytes, 'the bytes at the server')
      trial.meanwhile(peer.write(bytes))
      equalBytes(await readExactly(trial, stream, bytes.length), bytes, 'the bytes read')
      peer.end()
      equal(describeResult((await read(trial, stream)).result), 'OK', 'the read after them')
    },
  ),

  contractCase<TlsSubject>(`${version}: the inner stream is used as the contract says`, [], async (subject, trial) => {
    const faults: string[][] = []
    const { stream, peer } = await openSecured(subject, trial, version, (inner) => {
      const each = watched(inner)
      faults.push(each.faults)
      return each.stream
    })
    const bytes = pattern(200_000)
    const receiving = trial.meanwhile(peerReads(trial, peer, bytes.length))
    const writing = Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        startWrite(stream, bytes.subarray(index * 10_000, (index + 1) * 10_000)),
      ),
    )
    trial.meanwhile(peer.write(bytes))
    equalBytes(await readExactly(trial, stream, bytes.length), bytes, 'the bytes read')
    await trial.within('the completion of the writes', writing)
    equalBytes(await receiving, bytes, 'the bytes at the server')
    stream.close()
    await trial.quiet()
    equalList(faults.flat(), [], 'what the provider has done')
  }),
])

export const tlsStreamCases: readonly ContractCase<TlsSubject>[] = [
  ...endCases,
  ...servedVersions.flatMap((version) =>
    casesWithin(streamSuite.cases, `secured by ${version}`, [], securedStream(version)),
  ),
]
