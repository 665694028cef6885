/** chrome.sockets.udp: multicast. Chromium extensions/browser/api/sockets_udp/sockets_udp_api.cc */
import type { Scenario } from '../../scenario.ts'

export const successorGroupScenarios: readonly Scenario[] = (
  [
    {
      name: 'sockets.udp: join, list and leave groups',
      why: 'The functions make the checks of chrome.socket, with net errors as texts.',
      async play({ call, sockets }) {
        const { socketId } = await sockets.bound('0.0.0.0')
        for (const group of [
          '224.0.0.251',
          '224.0.0.251',
          '239.1.2.3',
          '0xe0.0.0.1',
          'ff02::fb',
          'x',
          '127.0.0.1',
          '',
        ]) {
          await call('udp.joinGroup', socketId, group)
        }
        await call('udp.getJoinedGroups', socketId)
        for (const group of ['224.0.0.251', '224.0.0.251', '224.0.0.9', 'x', '127.0.0.1']) {
          await call('udp.leaveGroup', socketId, group)
        }
        await call('udp.getJoinedGroups', socketId)
      },
    },
    {
      name: 'sockets.udp: time to live and loopback',
      why: 'Both options can be set only before the first bind, even if that bind fails.',
      async play({ call, sockets }) {
        const socket = await sockets.udp()
        for (const ttl of [0, 1, 255, 256, -1]) await call('udp.setMulticastTimeToLive', socket, ttl)
        await call('udp.setMulticastLoopbackMode', socket, true)
        await call('udp.bind', socket, '192.0.2.77', 0)
        await call('udp.setMulticastTimeToLive', socket, 1)
        await call('udp.setMulticastLoopbackMode', socket, true)
        const { socketId } = await sockets.bound()
        await call('udp.setMulticastTimeToLive', socketId, 1)
        await call('udp.setMulticastTimeToLive', socketId, 256)
        await call('udp.setMulticastLoopbackMode', socketId, false)
      },
    },
    {
      name: 'sockets.udp: a datagram to a group comes to its members',
      why: 'Members hear the datagram, even their own. Sockets that have left do not.',
      async play({ call, hear, bytes, quiet, sockets }) {
        hear('udp.onReceive')
        const member = await sockets.bound('0.0.0.0')
        await call('udp.joinGroup', member.socketId, '239.255.77.5')
        const sender = await sockets.bound('0.0.0.0')
        await call('udp.send', sender.socketId, bytes('to the group'), '239.255.77.5', member.port)
        await quiet()
        await call('udp.send', member.socketId, bytes('to itself'), '239.255.77.5', member.port)
        await quiet()
        await call('udp.leaveGroup', member.socketId, '239.255.77.5')
        await call('udp.send', sender.socketId, bytes('nobody'), '239.255.77.5', member.port)
        await quiet()
      },
    },
  ] satisfies readonly Scenario[]
).map((each) => ({ ...each, needs: ['groups'] }))
