/**
 * Rule 1 for datagram sockets.
 */
import { receive } from './ask.ts'
import { type BackendSubject, insideResolve } from './backend-subject.ts'
import { type Situation, completionCases } from './completion.ts'
import type { ContractCase } from './contract-case.ts'
import { openBound, openConnected } from './datagram-pair.ts'

const situations: readonly Situation<BackendSubject>[] = [
  {
    name: 'an openDatagram that binds',
    prepare:
      async ({ backend, ipv4 }, trial) =>
      (done) => {
        const options = { bind: { address: ipv4, port: 0 }, multicastTtl: 1, multicastLoopback: true }
        backend.openDatagram?.(options, (_, socket) => {
          if (socket) trial.use(socket)
          done()
        })
      },
  },
  {
    name: 'an openDatagram that fails',
    prepare:
      async ({ backend, foreign }) =>
      (done) => {
        const options = { bind: { address: foreign, port: 0 }, multicastTtl: 1, multicastLoopback: true }
        backend.openDatagram?.(options, done)
      },
  },
  {
    name: 'a receive of a datagram that has arrived',
    async prepare(subject, trial) {
      const { socket, peer } = await openBound(subject, trial)
      await peer.send(Uint8Array.of(1), socket.local)
      await peer.send(Uint8Array.of(2), socket.local)
      await receive(trial, socket)
      await trial.quiet()
      return (done) => {
        socket.receive(10, done)
      }
    },
  },
  {
    name: 'a receive of a datagram yet to come',
    async prepare(subject, trial) {
      const { socket, peer } = await openBound(subject, trial)
      return (done) => {
        socket.receive(10, done)
        trial.meanwhile(peer.send(Uint8Array.of(1), socket.local))
      }
    },
  },
  {
    name: 'a send',
    async prepare(subject, trial) {
      const { socket, peer } = await openBound(subject, trial)
      return (done) => {
        socket.send(Uint8Array.of(1), peer.local, done)
      }
    },
  },
  {
    name: 'a send on a connected socket',
    async prepare(subject, trial) {
      const { socket } = await openConnected(subject, trial)
      return (done) => {
        socket.send(Uint8Array.of(1), undefined, done)
      }
    },
  },
  {
    name: 'a send of too much',
    async prepare(subject, trial) {
      const { socket, peer } = await openBound(subject, trial)
      return (done) => {
        socket.send(new Uint8Array(70_000), peer.local, done)
      }
    },
  },
  {
    name: 'a joinGroup of no group',
    async prepare(subject, trial) {
      const { socket } = await openBound(subject, trial)
      return (done) => {
        socket.joinGroup('127.0.0.1', done)
      }
    },
  },
  {
    name: 'a leaveGroup of a group not joined',
    async prepare(subject, trial) {
      const { socket } = await openBound(subject, trial)
      return (done) => {
        socket.leaveGroup('239.255.1.2', done)
      }
    },
  },
  {
    name: 'a pending receive, when the socket is closed',
    async prepare(subject, trial) {
      const { socket } = await openBound(subject, trial)
      return (done) => {
        socket.receive(10, done)
        socket.close()
      }
    },
  },
  {
    name: 'a send after close',
    async prepare(subject, trial) {
      const { socket, peer } = await openBound(subject, trial)
      socket.close()
      return (done) => {
        socket.send(Uint8Array.of(1), peer.local, done)
      }
    },
  },
]

export const datagramCompletionCases: readonly ContractCase<BackendSubject>[] = completionCases(
  'datagram',
  ['openDatagram'],
  situations,
  insideResolve,
)
