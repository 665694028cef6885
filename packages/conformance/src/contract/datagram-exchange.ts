/**
 * Datagrams arrive whole, with their sender, in any size that fits.
 */
import { NetError } from '@chrome-socket/api/backend'
import { describeEndpoint, describeResult, receive, send } from './ask.ts'
import type { BackendSubject } from './backend-subject.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { openBound, openConnected } from './datagram-pair.ts'
import { pattern } from './pattern.ts'
import { type Trial, equal, equalBytes, equalList, holds } from './trial.ts'

const needs = ['openDatagram']

async function exchanges(subject: BackendSubject, trial: Trial, address: string): Promise<void> {
  const { socket, peer } = await openBound(subject, trial, address)
  equal(socket.local.address, address, 'the local address')
  holds(socket.local.port > 0, 'the local port is 0')
  equal(socket.peer, undefined, 'the peer of a bound socket')
  const bytes = pattern(1000)
  equal(await send(trial, socket, bytes, peer.local), 1000, 'the send')
  const got = await trial.within('the datagram at the peer', peer.receive())
  equalBytes(got.bytes, bytes, 'the datagram at the peer')
  equal(describeEndpoint(got.from), describeEndpoint(socket.local), 'its sender')
  await peer.send(bytes.subarray(10, 20), socket.local)
  const { result, bytes: received, from } = await receive(trial, socket)
  equal(result, 10, 'the receive')
  equalBytes(received, bytes.subarray(10, 20), 'the datagram')
  equal(describeEndpoint(from), describeEndpoint(peer.local), 'its sender')
}

async function exchangesConnected(subject: BackendSubject, trial: Trial, address: string): Promise<void> {
  const { socket, peer } = await openConnected(subject, trial, address)
  equal(socket.peer && describeEndpoint(socket.peer), describeEndpoint(peer.local), 'the peer')
  equal(socket.local.address, address, 'the local address')
  const stranger = trial.use(await subject.peer.openDatagram(address))
  equal(await send(trial, socket, Uint8Array.of(1), undefined), 1, 'the send')
  const { bytes, from } = await trial.within('the datagram at the peer', peer.receive())
  equalList([...bytes], [1], 'the datagram at the peer')
  equal(from.port, socket.local.port, 'the port of its sender')
  await stranger.send(Uint8Array.of(66), socket.local)
  await trial.quiet()
  await peer.send(Uint8Array.of(2), socket.local)
  const received = await receive(trial, socket)
  equalList([received.result, ...received.bytes], [1, 2], 'what was received')
  equal(describeEndpoint(received.from), describeEndpoint(peer.local), 'its sender')
}

export const datagramExchangeCases: readonly ContractCase<BackendSubject>[] = [
  contractCase('datagram: bound, sends and receives (IPv4)', needs, async (subject, trial) => {
    await exchanges(subject, trial, subject.ipv4)
  }),
  contractCase('datagram: bound, sends and receives (IPv6)', [...needs, 'ipv6'], async (subject, trial) => {
    await exchanges(subject, trial, subject.ipv6 ?? '')
  }),
  contractCase(
    'datagram: connected, sends to its peer and receives from it alone (IPv4)',
    needs,
    async (subject, trial) => {
      await exchangesConnected(subject, trial, subject.ipv4)
    },
  ),
  contractCase(
    'datagram: connected, sends to its peer and receives from it alone (IPv6)',
    [...needs, 'ipv6'],
    async (subject, trial) => {
      await exchangesConnected(subject, trial, subject.ipv6 ?? '')
    },
  ),

  contractCase('datagram: each is whole, and empty ones are datagrams', needs, async (subject, trial) => {
    const { socket, peer } = await openBound(subject, trial)
    const lengths = [3, 0, 1, 0, 1400]
    for (const length of lengths) {
      await peer.send(pattern(length), socket.local)
      equal(await send(trial, socket, pattern(length), peer.local), length, 'the send')
    }
    const [here, there]: [number[], number[]] = [[], []]
    for (const length of lengths) {
      const { result, bytes, from } = await receive(trial, socket)
      equal(describeResult(result), describeResult(bytes.length), 'the receive')
      equal(describeEndpoint(from), describeEndpoint(peer.local), `the sender of ${length} bytes`)
      here.push(bytes.length)
      there.push((await trial.within('a datagram at the peer', peer.receive())).bytes.length)
    }
    equalList(here, lengths, 'the lengths received')
    equalList(there, lengths, 'the lengths at the peer')
  }),

  contractCase('datagram: those that wait to be received are not lost', needs, async (subject, trial) => {
    const { socket, peer } = await openBound(subject, trial)
    for (let index = 0; index < 50; index += 1) await peer.send(Uint8Array.of(index), socket.local)
    await trial.quiet()
    const got: (number | undefined)[] = []
    for (let index = 0; index < 50; index += 1) got.push((await receive(trial, socket)).bytes[0])
    equalList(got, [...got.keys()], 'the datagrams')
  }),

  contractCase(
    'datagram: one longer than asked for is consumed and gives ERR_MSG_TOO_BIG',
    needs,
    async (subject, trial) => {
      const { socket, peer } = await openBound(subject, trial)
      for (const length of [11, 10, 65_507, 1]) await peer.send(pattern(length), socket.local)
      const results: string[] = []
      for (let count = 0; count < 4; count += 1) {
        const { result, bytes } = await receive(trial, socket, 10)
        results.push(describeResult(result))
        if (result < 0) equal(bytes.length, 0, 'the bytes of a receive that failed')
      }
      const tooBig = describeResult(NetError.ERR_MSG_TOO_BIG)
      equalList(results, [tooBig, '10', tooBig, '1'], 'the receives')
    },
  ),

  contractCase('datagram: the longest is sent, a longer one gives ERR_MSG_TOO_BIG', needs, async (subject, trial) => {
    const { socket, peer } = await openBound(subject, trial)
    const longest = pattern(65_507)
    equal(await send(trial, socket, longest, peer.local), 65_507, 'the send')
    equalBytes((await trial.within('the datagram at the peer', peer.receive())).bytes, longest, 'the datagram')
    const result = await send(trial, socket, new Uint8Array(65_508), peer.local)
    equal(describeResult(result), describeResult(NetError.ERR_MSG_TOO_BIG), 'the send of one byte more')
    equal(await send(trial, socket, Uint8Array.of(1), peer.local), 1, 'a send after that')
  }),
]
