/**
 * Rule 1 for handshakes, and cancelling one.
 */
import type { ByteStream } from '@chrome-socket/api/backend'
import { openResult, peerReads, write } from './ask.ts'
import { type Situation, completionCases } from './completion.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { watched } from './inner-stream.ts'
import { localhost, openToStranger } from './tls-secure.ts'
import { type TlsSubject, openInner } from './tls-subject.ts'
import { equal, equalList, holds } from './trial.ts'

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

export const tlsCompletionCases: readonly ContractCase<TlsSubject>[] = [
  ...completionCases('secure', [], situations, async (subject, trial) => {
    const { inner } = await openInner(subject, trial, { certificate: 'good' })
    return (go) => {
      inner.write(new Uint8Array(0), go)
    }
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
