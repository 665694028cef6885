/** Rule 5 for datagrams: addresses that cannot be bound, and ports without a socket. */
import { type DatagramSocket, NetError } from '@chrome-socket/api/backend'
import { describeResult, openDatagram, openResult, receive, send, startReceive } from './ask.ts'
import type { BackendSubject } from './backend-subject.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { openBound, openBoundApart } from './datagram-pair.ts'
import { equal, equalList, holds } from './trial.ts'

const needs = ['openDatagram']

export const datagramErrorCases: readonly ContractCase<BackendSubject>[] = [
  contractCase('datagram: an address in use gives ERR_ADDRESS_IN_USE', needs, async (subject, trial) => {
    const { socket } = await openBound(subject, trial)
    const options = { bind: socket.local, multicastTtl: 1, multicastLoopback: true }
    const { result, socket: second } = await openResult<DatagramSocket>(trial, 'an openDatagram', (done) =>
      subject.backend.openDatagram?.(options, done),
    )
    equal(describeResult(result), describeResult(NetError.ERR_ADDRESS_IN_USE), 'the result')
    equal(second, undefined, 'the socket')
  }),

  contractCase('datagram: an address not of this host gives ERR_ADDRESS_INVALID', needs, async (subject, trial) => {
    const options = { bind: { address: subject.foreign, port: 0 }, multicastTtl: 1, multicastLoopback: true }
    const { result, socket } = await openResult<DatagramSocket>(trial, 'an openDatagram', (done) =>
      subject.backend.openDatagram?.(options, done),
    )
    equal(describeResult(result), describeResult(NetError.ERR_ADDRESS_INVALID), 'the result')
    equal(socket, undefined, 'the socket')
  }),

  contractCase('datagram: a send to the other family gives ERR_ADDRESS_UNREACHABLE', needs, async (subject, trial) => {
    const { socket, peer } = await openBound(subject, trial)
    const result = await send(trial, socket, Uint8Array.of(1), { address: '::1', port: peer.local.port })
    equal(describeResult(result), describeResult(NetError.ERR_ADDRESS_UNREACHABLE), 'the send')
  }),

  contractCase('datagram: a send to port 0 gives ERR_INVALID_ARGUMENT', needs, async (subject, trial) => {
    const { socket } = await openBound(subject, trial)
    const result = await send(trial, socket, Uint8Array.of(1), { address: subject.ipv4, port: 0 })
    equal(describeResult(result), describeResult(NetError.ERR_INVALID_ARGUMENT), 'the send')
  }),

  contractCase(
    'datagram: connected to a closed port, ERR_CONNECTION_REFUSED is reported once and the socket goes on',
    needs,
    async (subject, trial) => {
      const nobody = await openBoundApart(subject, trial)
      nobody.close()
      await trial.quiet()
      const socket = await openDatagram(trial, subject.backend, { connect: nobody.local })
      const refused = describeResult(NetError.ERR_CONNECTION_REFUSED)
      const receiving = startReceive(socket)
      equal(await send(trial, socket, Uint8Array.of(1), undefined), 1, 'the first send')
      const { result, bytes } = await trial.within('the completion of the receive', receiving)
      equal(describeResult(result), refused, 'the receive')
      equal(bytes.length, 0, 'its bytes')
      equal(await send(trial, socket, Uint8Array.of(1), undefined), 1, 'a send after that')
      await trial.quiet()
      const later = [await send(trial, socket, Uint8Array.of(1), undefined)]
      if (later[0] !== undefined && later[0] > 0) later.push((await receive(trial, socket)).result)
      holds(later.map(describeResult).includes(refused), 'a second refusal was not reported')
    },
  ),

  contractCase('datagram: bound, a closed port is no error', needs, async (subject, trial) => {
    const { socket, peer } = await openBound(subject, trial)
    peer.close()
    await trial.quiet()
    const receiving = startReceive(socket)
    equal(await send(trial, socket, Uint8Array.of(1), peer.local), 1, 'the first send')
    await trial.quiet()
    equal(await send(trial, socket, Uint8Array.of(1), peer.local), 1, 'the second send')
    await trial.quiet()
    await send(trial, socket, Uint8Array.of(5), socket.local)
    equalList([...(await trial.within('the receive', receiving)).bytes], [5], 'the receive')
  }),
]
