/** Multicast groups of several sockets. Chromium services/network/udp_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const groupScenarios: readonly Scenario[] = (
  [
    {
      name: 'groups: the same one on two sockets',
      why: 'Membership belongs to a socket: leaving on one does not end it on the other.',
      async play({ call, start, bound, quiet }) {
        const [one, other] = [await bound('0.0.0.0'), await bound('0.0.0.0')]
        for (const { socketId } of [one, other]) await call('joinGroup', socketId, '239.1.2.3')
        await call('leaveGroup', one.socketId, '239.1.2.3')
        await call('getJoinedGroups', one.socketId)
        await call('getJoinedGroups', other.socketId)
        start('destroy', other.socketId)
        await quiet()
        await call('getJoinedGroups', other.socketId)
      },
    },
    {
      name: 'groups: several in one script',
      why: 'Joins and leaves of one script are answered in call order.',
      async play({ start, bound, quiet, call }) {
        const { socketId } = await bound('0.0.0.0')
        for (const group of ['224.0.0.251', '239.1.2.3', '224.0.0.251', '127.0.0.1', 'x'])
          start('joinGroup', socketId, group)
        await quiet()
        await call('getJoinedGroups', socketId)
        for (const group of ['239.1.2.3', '239.1.2.3', '224.0.0.251', '224.0.0.252'])
          start('leaveGroup', socketId, group)
        await quiet()
        await call('getJoinedGroups', socketId)
      },
      unordered: true,
      varies: true,
    },
    {
      name: 'groups: in the order of joining, and again after leaving',
      why: 'getJoinedGroups lists the groups in the order of joining.',
      async play({ call, bound }) {
        const { socketId } = await bound('0.0.0.0')
        for (const group of ['239.1.2.3', '224.0.0.251', '239.0.0.1']) await call('joinGroup', socketId, group)
        await call('getJoinedGroups', socketId)
        await call('leaveGroup', socketId, '239.1.2.3')
        await call('joinGroup', socketId, '239.1.2.3')
        await call('getJoinedGroups', socketId)
      },
    },
    {
      name: 'groups: after disconnect and a new bind',
      why: 'disconnect leaves all groups.',
      async play({ call, start, bound, quiet }) {
        const { socketId } = await bound('0.0.0.0')
        await call('joinGroup', socketId, '239.1.2.3')
        start('disconnect', socketId)
        await quiet()
        await call('getJoinedGroups', socketId)
        await call('leaveGroup', socketId, '239.1.2.3')
        await call('joinGroup', socketId, '239.1.2.3')
        await call('bind', socketId, '0.0.0.0', 0)
        await call('getJoinedGroups', socketId)
        await call('joinGroup', socketId, '239.1.2.3')
        await call('getJoinedGroups', socketId)
      },
    },
    {
      name: 'groups: options in every state',
      why: 'Time to live and loopback have their ranges, and can be set only before the socket is first opened.',
      async play({ call, start, udp, quiet, peers }) {
        const socket = await udp()
        for (const ttl of [0, 255, 256, -1, 2_147_483_647]) await call('setMulticastTimeToLive', socket, ttl)
        await call('setMulticastLoopbackMode', socket, false)
        start('disconnect', socket)
        await quiet()
        await call('setMulticastTimeToLive', socket, 7)
        await call('connect', socket, '127.0.0.1', peers['udpSink'])
        await call('setMulticastTimeToLive', socket, 7)
        start('disconnect', socket)
        await quiet()
        await call('setMulticastTimeToLive', socket, 7)
        await call('setMulticastLoopbackMode', socket, true)
        await call('bind', socket, '127.0.0.1', 0)
        await call('setMulticastTimeToLive', socket, 1.5)
        await call('setMulticastLoopbackMode', socket, 0)
      },
    },
    {
      name: 'groups: what a member sends to its own group',
      why: 'A member hears its own datagrams unless loopback is off.',
      async play({ call, bound, bytes, quiet }) {
        const { socketId, port } = await bound('0.0.0.0')
        await call('joinGroup', socketId, '239.1.2.3')
        await call('sendTo', socketId, bytes('to all'), '239.1.2.3', port)
        await quiet()
      },
    },
  ] satisfies readonly Scenario[]
).map((each) => ({ ...each, needs: ['datagram', 'groups'] }))
