/**
 * Rules 1 and 2 for datagram sockets.
 */
import { type DatagramSocket, NetError } from '@chrome-socket/api'
import { describeResult, openDatagram, openResult, receive, send, startReceive } from './ask.ts'
import type { BackendSubject } from './backend-subject.ts'
import { type Situation, completionCases } from './completion.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import type { RawDatagramSocket } from './raw-peer.ts'
import { type Trial, equal, equalList, holds } from './trial.ts'

const closed = describeResult(NetError.ERR_CONNECTION_CLOSED)

export interface DatagramPair {
  readonly socket: DatagramSocket
  readonly peer: RawDatagramSocket
}

/** A socket bound to a free port, and a peer. */
export async function openBound(
  subject: BackendSubject,
  trial: Trial,
  address: string = subject.ipv4,
): Promise<DatagramPair> {
  const peer = trial.use(await trial.within('a datagram peer', subject.peer.openDatagram(address)))
  return { socket: await openDatagram(trial, subject.backend, { bind: { address, port: 0 } }), peer }
}

/** A socket connected to a peer. */
export async function openConnected(
  subject: BackendSubject,
  trial: Trial,
  address: string = subject.ipv4,
): Promise<DatagramPair> {
  const peer = trial.use(await trial.within('a datagram peer', subject.peer.openDatagram(address)))
  return { socket: await openDatagram(trial, subject.backend, { connect: peer.local }), peer }
}

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

export const datagramCompletionCases: readonly ContractCase<BackendSubject>[] = [
  ...completionCases('datagram', ['openDatagram'], situations, async ({ backend }) => (go) => {
    backend.resolve('127.0.0.1', go)
  }),

  contractCase(
    'datagram: close completes a pending receive with ERR_CONNECTION_CLOSED, once',
    ['openDatagram'],
    async (subject, trial) => {
      const { socket, peer } = await openBound(subject, trial)
      const results: string[] = []
      socket.receive(10, (result) => {
        results.push(describeResult(result))
      })
      await trial.quiet()
      socket.close()
      socket.close()
      await trial.until('the completion of the receive', () => results.length > 0)
      await peer.send(Uint8Array.of(1), socket.local)
      await trial.quiet()
      equalList(results, [closed], 'the completions')
    },
  ),

  contractCase(
    'datagram: calls after close complete with ERR_CONNECTION_CLOSED',
    ['openDatagram'],
    async (subject, trial) => {
      const { socket, peer } = await openBound(subject, trial)
      socket.close()
      const joining = new Promise<number>((resolve) => {
        socket.joinGroup('239.255.1.2', resolve)
      })
      const found = [
        (await receive(trial, socket)).result,
        await send(trial, socket, Uint8Array.of(1), peer.local),
        await trial.within('the completion of a joinGroup', joining),
      ]
      equalList(found.map(describeResult), [closed, closed, closed], 'receive, send, joinGroup')
    },
  ),

  contractCase('datagram: what was sent before close arrives', ['openDatagram'], async (subject, trial) => {
    const { socket, peer } = await openBound(subject, trial)
    await send(trial, socket, Uint8Array.of(9), peer.local)
    socket.close()
    equalList([...(await trial.within('the datagram', peer.receive())).bytes], [9], 'the datagram')
  }),

  contractCase('datagram: after close the port is free', ['openDatagram'], async (subject, trial) => {
    const { socket } = await openBound(subject, trial)
    socket.close()
    await trial.quiet()
    equal(
      (await openDatagram(trial, subject.backend, { bind: socket.local })).local.port,
      socket.local.port,
      'the port',
    )
  }),

  contractCase(
    'datagram: a cancelled openDatagram does not complete and leaves the port free',
    ['openDatagram'],
    async (subject, trial) => {
      const { socket } = await openBound(subject, trial)
      socket.close()
      await trial.quiet()
      let completions = 0
      const options = { bind: socket.local, multicastTtl: 1, multicastLoopback: true }
      const cancel = subject.backend.openDatagram?.(options, () => {
        completions += 1
      })
      cancel?.()
      cancel?.()
      await trial.quiet()
      equal(completions, 0, 'completions')
      equal(
        (await openDatagram(trial, subject.backend, { bind: socket.local })).local.port,
        socket.local.port,
        'the port',
      )
    },
  ),

  contractCase(
    'datagram: cancelling what has completed leaves the socket alone',
    ['openDatagram'],
    async (subject, trial) => {
      let cancel: (() => void) | undefined
      const options = { bind: { address: subject.ipv4, port: 0 }, multicastTtl: 1, multicastLoopback: true }
      const { socket } = await openResult<DatagramSocket>(trial, 'an openDatagram', (done) => {
        cancel = subject.backend.openDatagram?.(options, done)
      })
      cancel?.()
      holds(socket !== undefined, 'the openDatagram failed')
      const receiving = startReceive(socket)
      await send(trial, socket, Uint8Array.of(3), socket.local)
      equalList([...(await trial.within('the datagram', receiving)).bytes], [3], 'the datagram')
    },
  ),
]
