/**
 * Rule 2 for listeners: closing one, and cancelling a listen.
 */
import { NetError, type TcpListener } from '@chrome-socket/api/backend'
import { accept, describeResult, listen, openResult, peerReads, peerReadsToEnd, write } from './ask.ts'
import type { BackendSubject } from './backend-subject.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { listenAnywhere, listenAtOwnPort } from './listener-subject.ts'
import type { RawStream } from './raw-peer.ts'
import { carryByte, unread } from './stream-subject.ts'
import { type Trial, equal, equalList, holds } from './trial.ts'

const closed = describeResult(NetError.ERR_CONNECTION_CLOSED)

/** Waits until the peer sees the end or the reset of the connection. */
async function isGone(trial: Trial, peer: RawStream, what: string): Promise<void> {
  const gone = (async () => {
    while ((await peer.read()) !== undefined);
  })().catch(() => {})
  await trial.within(what, gone)
}

export const listenerCloseCases: readonly ContractCase<BackendSubject>[] = [
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
      const listener = await listenAtOwnPort(subject, trial)
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
    'listener: streams that are closed inside the completion of accept end for their peers, with bytes that waited',
    ['listen'],
    async (subject, trial) => {
      const listener = await listenAnywhere(subject, trial)
      const peers: RawStream[] = []
      for (let count = 0; count < 10; count += 1) {
        const peer = trial.use(await trial.within('a connection', subject.peer.connect(listener.local)))
        await trial.within('a write of the peer', peer.write(unread))
        peers.push(peer)
      }
      const another = await listenAnywhere(subject, trial)
      const peer = trial.use(await trial.within('a connection', subject.peer.connect(another.local)))
      await carryByte(trial, { stream: await accept(trial, another), peer })
      const turnAway = (): void => {
        listener.accept((result, stream) => {
          stream?.close()
          if (result === NetError.OK) turnAway()
        })
      }
      turnAway()
      for (const each of peers) equal(await peerReadsToEnd(trial, each), 0, 'the bytes at a peer')
    },
  ),

  contractCase(
    'listener: a cancelled listen does not complete and leaves the port free',
    ['listen'],
    async (subject, trial) => {
      const { backend, ipv4 } = subject
      const listener = await listenAtOwnPort(subject, trial)
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
