/**
 * Backends that do not really join groups.
 */
import { type Backend, afterMicrotasks } from '@chrome-socket/api/backend'
import { datagramSockets } from './changed-sockets.ts'
import type { Mutant } from './mutant.ts'

export const groupMutants: readonly Mutant<Backend>[] = [
  {
    name: 'joins no group',
    change: datagramSockets((inner) => ({
      joinGroup(group, done) {
        if (group === '239.255.1.2') afterMicrotasks(() => done(0))
        else inner.joinGroup(group, done)
      },
      leaveGroup(group, done) {
        if (group === '239.255.1.2') inner.leaveGroup(group, () => done(0))
        else inner.leaveGroup(group, done)
      },
    })),
    fails: [
      'datagram: calls after close complete with ERR_CONNECTION_CLOSED',
      'group: datagrams come while it is joined (IPv4)',
      'group: one that was not joined cannot be left',
    ],
  },
  {
    name: 'ignores the loopback option',
    change: (backend) => ({
      ...backend,
      openDatagram: (options, done) =>
        backend.openDatagram?.({ ...options, multicastLoopback: true }, done) ?? (() => {}),
    }),
    fails: ['group: with loopback off, nothing comes back'],
  },
]
