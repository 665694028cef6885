/**
 * Datagrams: whole, with their sender, too long, refused, to groups. Rules 3 and 5 for them.
 */
import { type DatagramSocket, NetError } from '@chrome-socket/api'
import { describeResult, openDatagram, openResult, receive, send, startReceive } from './ask.ts'
import { type BackendSubject, backendParts } from './backend-subject.ts'
import { describeEndpoint } from './connect-suite.ts'
import { type ContractCase, type ContractSuite, contractCase } from './contract-case.ts'
import { datagramCompletionCases, openBound, openConnected } from './datagram-completion.ts'
import { pattern } from './pattern.ts'
import { type Trial, equal, equalBytes, equalList, holds } from './trial.ts'

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

function inGroup(socket: DatagramSocket, what: 'joinGroup' | 'leaveGroup', group: string): Promise<string> {
  return new Promise((resolve) => {
    socket[what](group, (result) => {
      resolve(describeResult(result))
    })
  })
}

async function joinsAndLeaves(subject: BackendSubject, trial: Trial, group: string, wildcard: string): Promise<void> {
  const socket = await openDatagram(trial, subject.backend, { bind: { address: wildcard, port: 0 } })
  const to = { address: group, port: socket.local.port }
  const receiving = startReceive(socket)
  await send(trial, socket, Uint8Array.of(1), to)
  holds(!(await trial.settles(receiving)), 'a datagram of a group not joined was received')
  equal(await inGroup(socket, 'joinGroup', group), 'OK', 'joinGroup')
  await send(trial, socket, Uint8Array.of(2), to)
  equalList([...(await trial.within('the datagram', receiving)).bytes], [2], 'the datagram')
  equal(await inGroup(socket, 'leaveGroup', group), 'OK', 'leaveGroup')
  await send(trial, socket, Uint8Array.of(3), to)
  holds(!(await trial.settles(startReceive(socket))), 'a datagram of a group that was left was received')
}

const needs = ['openDatagram']

const exchangeCases: readonly ContractCase<BackendSubject>[] = [
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

const ownershipCases: readonly ContractCase<BackendSubject>[] = [
  contractCase('datagram: what is received is in a buffer of its own', needs, async (subject, trial) => {
    const { socket, peer } = await openBound(subject, trial)
    const kept: Uint8Array[] = []
    for (let seed = 1; seed <= 6; seed += 1) {
      await peer.send(pattern(200 * seed, seed), socket.local)
      const { bytes } = await receive(trial, socket)
      equalList([bytes.byteOffset, bytes.buffer.byteLength], [0, bytes.length], 'offset and buffer')
      if (seed % 3 === 0) structuredClone(bytes.buffer, { transfer: [bytes.buffer] })
      else kept.push(bytes)
      if (seed % 3 === 1) equalBytes(bytes, pattern(200 * seed, seed), 'a datagram')
    }
    for (const bytes of kept) {
      const seed = bytes.length / 200
      equalBytes(bytes, pattern(200 * seed, seed), 'a datagram kept')
    }
  }),

  contractCase('datagram: bytes are not looked at after the completion of a send', needs, async (subject, trial) => {
    const { socket, peer } = await openBound(subject, trial)
    for (let seed = 1; seed <= 20; seed += 1) {
      const bytes = pattern(500, seed)
      await send(trial, socket, bytes, peer.local)
      bytes.fill(0xee)
    }
    for (let seed = 1; seed <= 20; seed += 1) {
      const { bytes } = await trial.within('a datagram at the peer', peer.receive())
      equalBytes(bytes, pattern(500, seed), `datagram ${seed}`)
    }
  }),

  contractCase('datagram: what is kept of a flood that nobody receives is bounded', needs, async (subject, trial) => {
    const { socket, peer } = await openBound(subject, trial)
    const bytes = new Uint8Array(32_768)
    for (let count = trial.scaled(2048); count > 0; count -= 1) await peer.send(bytes, socket.local)
    await trial.quiet()
    let kept = 0
    for (;;) {
      const receiving = startReceive(socket)
      if (!(await trial.settles(receiving))) break
      kept += (await receiving).result
    }
    holds(kept < 16_777_216, `${kept} bytes were kept`)
  }),
]

const errorCases: readonly ContractCase<BackendSubject>[] = [
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
      const { socket, peer } = await openConnected(subject, trial)
      const refused = describeResult(NetError.ERR_CONNECTION_REFUSED)
      peer.close()
      await trial.quiet()
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

const groupCases: readonly ContractCase<BackendSubject>[] = [
  contractCase('group: datagrams come while it is joined (IPv4)', [...needs, 'group'], async (subject, trial) => {
    await joinsAndLeaves(subject, trial, subject.group ?? '', '0.0.0.0')
  }),
  contractCase('group: datagrams come while it is joined (IPv6)', [...needs, 'groupIpv6'], async (subject, trial) => {
    await joinsAndLeaves(subject, trial, subject.groupIpv6 ?? '', '::')
  }),

  contractCase('group: what is no group gives ERR_INVALID_ARGUMENT', needs, async (subject, trial) => {
    const { socket } = await openBound(subject, trial)
    const invalid = describeResult(NetError.ERR_INVALID_ARGUMENT)
    equal(await trial.within('a joinGroup', inGroup(socket, 'joinGroup', '127.0.0.1')), invalid, 'joinGroup')
  }),

  contractCase('group: one that was not joined cannot be left', needs, async (subject, trial) => {
    const { socket } = await openBound(subject, trial)
    const invalid = describeResult(NetError.ERR_ADDRESS_INVALID)
    equal(await trial.within('a leaveGroup', inGroup(socket, 'leaveGroup', '239.255.1.2')), invalid, 'leaveGroup')
  }),

  contractCase('group: joined and left again, more than once', [...needs, 'group'], async (subject, trial) => {
    const group = subject.group ?? ''
    const socket = await openDatagram(trial, subject.backend, { bind: { address: '0.0.0.0', port: 0 } })
    const found: string[] = []
    for (const what of ['joinGroup', 'leaveGroup', 'joinGroup', 'leaveGroup'] as const) {
      found.push(await trial.within(`a ${what}`, inGroup(socket, what, group)))
    }
    equalList(found, ['OK', 'OK', 'OK', 'OK'], 'the results')
  }),

  contractCase(
    'group: with loopback off, nothing comes back',
    [...needs, 'group', 'hidesMulticastLoopback'],
    async (subject, trial) => {
      const group = subject.group ?? ''
      const bind = { address: '0.0.0.0', port: 0 }
      const socket = await openDatagram(trial, subject.backend, { bind, multicastLoopback: false })
      equal(await inGroup(socket, 'joinGroup', group), 'OK', 'joinGroup')
      const receiving = startReceive(socket)
      await send(trial, socket, Uint8Array.of(1), { address: group, port: socket.local.port })
      holds(!(await trial.settles(receiving)), 'a datagram came back')
    },
  ),

  ...[0, 1, 255].map((multicastTtl) =>
    contractCase<BackendSubject>(
      `group: a socket with the multicast TTL ${multicastTtl} opens and sends`,
      needs,
      async (subject, trial) => {
        for (const multicastLoopback of [true, false]) {
          const bind = { address: subject.ipv4, port: 0 }
          const socket = await openDatagram(trial, subject.backend, { bind, multicastTtl, multicastLoopback })
          equal(await send(trial, socket, Uint8Array.of(1), socket.local), 1, 'a send')
        }
      },
    ),
  ),
]

export const datagramCases: readonly ContractCase<BackendSubject>[] = [
  ...datagramCompletionCases,
  ...exchangeCases,
  ...ownershipCases,
  ...errorCases,
  ...groupCases,
]

export const datagramSuite: ContractSuite<BackendSubject> = {
  name: 'datagram socket',
  parts: backendParts,
  cases: datagramCases,
}
