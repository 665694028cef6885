/**
 * Listening and accepting.
 */
import { NetError, type TcpListener } from '@chrome-socket/api'
import { accept, describeResult, listen, openResult, peerReads, peerReadsToEnd, readExactly, write } from './ask.ts'
import { type BackendSubject, backendParts } from './backend-subject.ts'
import { type Situation, completionCases } from './completion.ts'
import { describeEndpoint } from './connect-suite.ts'
import { type ContractCase, type ContractSuite, contractCase } from './contract-case.ts'
import type { RawStream } from './raw-peer.ts'
import { type Trial, equal, equalList, holds } from './trial.ts'

const closed = describeResult(NetError.ERR_CONNECTION_CLOSED)

async function listenAnywhere({ backend, ipv4 }: BackendSubject, trial: Trial): Promise<TcpListener> {
  return await listen(trial, backend, { address: ipv4, port: 0 })
}

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

/** Listens at `address`, and sees both ends of what is accepted there. */
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

/** Waits until the connection is gone for the peer, by an end or by a reset. */
async function isGone(trial: Trial, peer: RawStream, what: string): Promise<void> {
  const gone = (async () => {
    while ((await peer.read()) !== undefined);
  })().catch(() => {})
  await trial.within(what, gone)
}

export const listenerCases: readonly ContractCase<BackendSubject>[] = [
  ...completionCases('listener', ['listen'], situations, async ({ backend }) => (go) => {
    backend.resolve('127.0.0.1', go)
  }),

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

  contractCase(
    'listener: close completes a pending accept with ERR_CONNECTION_CLOSED, once',
    ['listen'],
    async (subject, trial) => {
      const listener = await listenAnywhere(subject, trial)
      const results: string[] = []
      listener.accept((result) => {
        results.push(describeResult(result))
      })
      await trial.quiet()
      listener.close()
      listener.close()
      await trial.until('the completion of the accept', () => results.length > 0)
      await trial.quiet()
      equalList(results, [closed], 'the completions')
    },
  ),

  contractCase('listener: an accept after close gives ERR_CONNECTION_CLOSED', ['listen'], async (subject, trial) => {
    const listener = await listenAnywhere(subject, trial)
    listener.close()
    const { result } = await openResult(trial, 'an accept', (done) => listener.accept(done))
    equal(describeResult(result), closed, 'the accept')
  }),

  contractCase(
    'listener: close also closes the connections that nobody has accepted',
    ['listen'],
    async (subject, trial) => {
      const listener = await listenAnywhere(subject, trial)
      const peer = trial.use(await trial.within('a connection', subject.peer.connect(listener.local)))
      await trial.quiet()
      listener.close()
      await isGone(trial, peer, 'the end of the connection at the peer')
    },
  ),

  contractCase('listener: close leaves accepted connections open', ['listen'], async (subject, trial) => {
    const listener = await listenAnywhere(subject, trial)
    const peer = trial.use(await trial.within('a connection', subject.peer.connect(listener.local)))
    const stream = await accept(trial, listener)
    listener.close()
    await trial.quiet()
    equal(await write(trial, stream, Uint8Array.of(1)), 1, 'a write')
    equalList([...(await peerReads(trial, peer, 1))], [1], 'the byte at the peer')
  }),

  contractCase(
    'listener: after close connections are refused, and the port is free',
    ['listen'],
    async (subject, trial) => {
      const listener = await listenAnywhere(subject, trial)
      listener.close()
      await trial.quiet()
      const connecting = subject.peer.connect(listener.local).then(
        (peer) => trial.use(peer),
        () => undefined,
      )
      equal(await trial.within('the refusal', connecting), undefined, 'a connection after close')
      equal((await listen(trial, subject.backend, listener.local)).local.port, listener.local.port, 'the port')
    },
  ),

  contractCase('listener: close inside the completion of an accept', ['listen'], async (subject, trial) => {
    const listener = await listenAnywhere(subject, trial)
    const accepting = openResult(trial, 'an accept', (done) => {
      listener.accept((result, stream) => {
        listener.close()
        done(result, stream)
      })
    })
    const peer = trial.use(await trial.within('a connection', subject.peer.connect(listener.local)))
    const { socket: stream } = await accepting
    holds(stream !== undefined, 'the accept failed')
    stream.close()
    equal(await peerReadsToEnd(trial, peer), 0, 'the bytes at the peer')
  }),

  contractCase(
    'listener: a cancelled listen does not complete and leaves the port free',
    ['listen'],
    async (subject, trial) => {
      const { backend, ipv4 } = subject
      const listener = await listenAnywhere(subject, trial)
      const { port } = listener.local
      listener.close()
      await trial.quiet()
      let completions = 0
      const cancel = backend.listen?.({ address: ipv4, port }, 5, () => {
        completions += 1
      })
      cancel?.()
      cancel?.()
      await trial.quiet()
      equal(completions, 0, 'completions')
      equal((await listen(trial, backend, { address: ipv4, port })).local.port, port, 'the port')
    },
  ),

  contractCase(
    'listener: cancelling what has completed leaves the listener alone',
    ['listen'],
    async (subject, trial) => {
      let cancel: (() => void) | undefined
      const { socket: listener } = await openResult<TcpListener>(trial, 'a listen', (done) => {
        cancel = subject.backend.listen?.({ address: subject.ipv4, port: 0 }, 5, done)
      })
      cancel?.()
      holds(listener !== undefined, 'the listen failed')
      trial.use(await trial.within('a connection', subject.peer.connect(listener.local)))
      await accept(trial, listener)
    },
  ),
]

export const listenerSuite: ContractSuite<BackendSubject> = {
  name: 'listener',
  parts: backendParts,
  cases: listenerCases,
}
