/**
 * Joining and leaving a multicast group while the socket is disconnected or destroyed.
 * Chromium extensions/browser/api/socket/udp_socket.cc (OnJoinGroupCompleted, OnLeaveGroupCompleted)
 */
import type { Scenario, Stage } from '../../scenario.ts'

export const pendingGroupScenarios: readonly Scenario[] = [
  {
    name: 'multicast: a join that is pending when the socket is disconnected',
    why: 'The join is answered, and the group stays in the list although the membership is gone.',
    needs: ['datagram', 'groups'],
    async play({ call, start, bound, quiet }) {
      const { socketId } = await bound('0.0.0.0')
      start('joinGroup', socketId, '224.0.0.251')
      start('disconnect', socketId)
      await quiet()
      await call('getJoinedGroups', socketId)
      await call('leaveGroup', socketId, '224.0.0.251')
      await call('bind', socketId, '0.0.0.0', 0)
      await call('getJoinedGroups', socketId)
      await call('joinGroup', socketId, '224.0.0.251')
      await call('leaveGroup', socketId, '224.0.0.251')
    },
  },
  {
    name: 'multicast: a leave that is pending when the socket is disconnected',
    why: 'The leave is answered although the socket was disconnected meanwhile, and the group is gone.',
    needs: ['datagram', 'groups'],
    async play({ call, start, bound, quiet }) {
      const { socketId } = await bound('0.0.0.0')
      await call('joinGroup', socketId, '224.0.0.251')
      start('leaveGroup', socketId, '224.0.0.251')
      start('disconnect', socketId)
      await quiet()
      await call('getJoinedGroups', socketId)
      await call('bind', socketId, '0.0.0.0', 0)
      await call('joinGroup', socketId, '224.0.0.251')
    },
  },
  {
    name: 'multicast: a join and a leave that are pending when the socket is destroyed',
    why: 'In Chromium an answer may or may not come after destroy.',
    needs: ['datagram', 'groups'],
    async play({ call, start, bound, quiet }) {
      const { socketId: first } = await bound('0.0.0.0')
      start('joinGroup', first, '224.0.0.251')
      start('destroy', first)
      await quiet()
      const { socketId: second } = await bound('0.0.0.0')
      await call('joinGroup', second, '224.0.0.251')
      start('leaveGroup', second, '224.0.0.251')
      start('destroy', second)
    },
  },
  {
    name: 'multicast: a join that is refused after the socket was disconnected',
    why: 'A refusal that comes after disconnect must not change the list of groups.',
    needs: ['datagram', 'groups'],
    async play({ call, start, bound, quiet }) {
      const { socketId } = await bound('0.0.0.0')
      start('joinGroup', socketId, '1.2.3.4')
      start('joinGroup', socketId, 'ff02::fb')
      start('disconnect', socketId)
      await quiet()
      await call('getJoinedGroups', socketId)
    },
  },
  ...['239.1.2.3', '127.0.0.1', 'ff02::fb', 'x'].map((parameter) => ({
    name: `multicast: a join of ${parameter} in the script of a bind, of one that fails, and of a connect`,
    why: 'The answer of a join depends on whether its socket is bound by then.',
    needs: ['datagram', 'groups'] as const,
    unordered: true,
    async play({ call, start, udp, peers, quiet }: Stage, group: string): Promise<void> {
      for (const [name, address, port] of [
        ['bind', '0.0.0.0', 0],
        ['bind', '192.0.2.77', 0],
        ['connect', '127.0.0.1', peers['udpEcho']],
      ] as const) {
        const socket = await udp()
        start(name, socket, address, port)
        start('joinGroup', socket, group)
        await quiet()
        await call('getJoinedGroups', socket)
      }
    },
    parameter,
  })),
]
