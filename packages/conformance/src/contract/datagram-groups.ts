/**
 * Multicast: membership of groups, and the options that are set when a socket is opened.
 */
import { type DatagramSocket, NetError } from '@chrome-socket/api/backend'
import { describeResult, openDatagram, send, startReceive } from './ask.ts'
import type { BackendSubject } from './backend-subject.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { openBound } from './datagram-pair.ts'
import { type Trial, equal, equalList, holds } from './trial.ts'

const needs = ['openDatagram']

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

export const datagramGroupCases: readonly ContractCase<BackendSubject>[] = [
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

  contractCase('group: one that was not joined cannot be left', [...needs, 'group'], async (subject, trial) => {
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
