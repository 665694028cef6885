/**
 * Rule 1 for listening and accepting.
 */
import { type BackendSubject, insideResolve } from './backend-subject.ts'
import { type Situation, completionCases } from './completion.ts'
import type { ContractCase } from './contract-case.ts'
import { listenAnywhere } from './listener-subject.ts'

const situations: readonly Situation<BackendSubject>[] = [
  {
    name: 'a listen',
    prepare:
      async ({ backend, ipv4 }, trial) =>
      (done) => {
        backend.listen?.({ address: ipv4, port: 0 }, 5, (_, listener) => {
          if (listener) trial.use(listener)
          done()
        })
      },
  },
  {
    name: 'a listen that fails',
    prepare:
      async ({ backend, foreign }) =>
      (done) => {
        backend.listen?.({ address: foreign, port: 0 }, 5, done)
      },
  },
  {
    name: 'an accept of a connection that waits',
    async prepare(subject, trial) {
      const listener = await listenAnywhere(subject, trial)
      trial.use(await subject.peer.connect(listener.local))
      await trial.quiet()
      return (done) => {
        listener.accept((_, stream) => {
          if (stream) trial.use(stream)
          done()
        })
      }
    },
  },
  {
    name: 'an accept of a connection yet to come',
    async prepare(subject, trial) {
      const listener = await listenAnywhere(subject, trial)
      return (done) => {
        listener.accept((_, stream) => {
          if (stream) trial.use(stream)
          done()
        })
        trial.meanwhile(subject.peer.connect(listener.local).then((peer) => trial.use(peer)))
      }
    },
  },
  {
    name: 'a pending accept, when the listener is closed',
    async prepare(subject, trial) {
      const listener = await listenAnywhere(subject, trial)
      return (done) => {
        listener.accept(done)
        listener.close()
      }
    },
  },
  {
    name: 'an accept after close',
    async prepare(subject, trial) {
      const listener = await listenAnywhere(subject, trial)
      listener.close()
      return (done) => {
        listener.accept(done)
      }
    },
  },
]

export const listenerCompletionCases: readonly ContractCase<BackendSubject>[] = completionCases(
  'listener',
  ['listen'],
  situations,
  insideResolve,
)
