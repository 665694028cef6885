/**
 * Listening and accepting: addresses, connections and their order.
 */
import { NetError } from '@chrome-socket/api/backend'
import { accept, describeEndpoint, describeResult, listen, openResult, peerReads, readExactly, write } from './ask.ts'
import type { BackendSubject } from './backend-subject.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { listenAnywhere } from './listener-subject.ts'
import { type Trial, equal, equalList, holds } from './trial.ts'

/** Listens at `address`, accepts a connection, and returns both ends. */
async function accepts(subject: BackendSubject, trial: Trial, address: string): Promise<void> {
  const listener = await listen(trial, subject.backend, { address, port: 0 })
  equal(listener.local.address, address, 'the local address')
  holds(listener.local.port > 0, 'the local port is 0')
  const accepting = trial.meanwhile(accept(trial, listener))
  const peer = trial.use(await trial.within('a connection of the peer', subject.peer.connect(listener.local)))
  const stream = await accepting
  equalList(
    [stream.local, stream.peer].map(describeEndpoint),
    [peer.peer, peer.local].map(describeEndpoint),
    'local and peer',
  )
  await write(trial, stream, Uint8Array.of(1, 2, 3))
  equalList([...(await peerReads(trial, peer, 3))], [1, 2, 3], 'the bytes at the peer')
  await peer.write(Uint8Array.of(4, 5))
  equalList([...(await readExactly(trial, stream, 2))], [4, 5], 'the bytes read')
}

export const listenerAcceptCases: readonly ContractCase<BackendSubject>[] = [
  contractCase('listener: accepts, and both ends know each other (IPv4)', ['listen'], async (subject, trial) => {
    await accepts(subject, trial, subject.ipv4)
  }),

  contractCase(
    'listener: accepts, and both ends know each other (IPv6)',
    ['listen', 'ipv6'],
    async (subject, trial) => {
      await accepts(subject, trial, subject.ipv6 ?? '')
    },
  ),

  contractCase(
    'listener: connections wait to be accepted, and are taken in their order',
    ['listen'],
    async (subject, trial) => {
      const listener = await listenAnywhere(subject, trial)
      const ports: number[] = []
      for (let count = 0; count < 3; count += 1) {
        const peer = trial.use(await trial.within('a connection', subject.peer.connect(listener.local)))
        await peer.write(Uint8Array.of(count))
        ports.push(peer.local.port)
        await trial.quiet()
      }
      for (const [index, port] of ports.entries()) {
        const stream = await accept(trial, listener)
        equal(stream.peer.port, port, 'the port of the peer')
        equalList([...(await readExactly(trial, stream, 1))], [index], 'what it sent before')
      }
    },
  ),

  contractCase('listener: an address in use gives ERR_ADDRESS_IN_USE', ['listen'], async (subject, trial) => {
    const { local } = await listenAnywhere(subject, trial)
    const { result, socket } = await openResult(trial, 'a listen', (done) => subject.backend.listen?.(local, 5, done))
    equal(describeResult(result), describeResult(NetError.ERR_ADDRESS_IN_USE), 'the result')
    equal(socket, undefined, 'the listener')
  }),

  contractCase(
    'listener: an address not of this host gives ERR_ADDRESS_INVALID',
    ['listen'],
    async (subject, trial) => {
      const { backend, foreign } = subject
      const { result, socket } = await openResult(trial, 'a listen', (done) =>
        backend.listen?.({ address: foreign, port: 0 }, 5, done),
      )
      equal(describeResult(result), describeResult(NetError.ERR_ADDRESS_INVALID), 'the result')
      equal(socket, undefined, 'the listener')
    },
  ),
]
