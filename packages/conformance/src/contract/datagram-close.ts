/**
 * Rule 2 for datagram sockets: closing one, and cancelling the opening.
 */
import { type DatagramSocket, NetError } from '@chrome-socket/api/backend'
import { describeResult, openDatagram, openResult, receive, send, startReceive } from './ask.ts'
import type { BackendSubject } from './backend-subject.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { openBoundApart, openBound } from './datagram-pair.ts'
import { equal, equalList, holds } from './trial.ts'

const closed = describeResult(NetError.ERR_CONNECTION_CLOSED)

export const datagramCloseCases: readonly ContractCase<BackendSubject>[] = [
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
    const socket = await openBoundApart(subject, trial)
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
      const socket = await openBoundApart(subject, trial)
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
