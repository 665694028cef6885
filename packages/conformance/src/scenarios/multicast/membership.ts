/** The groups of a socket, and the options of its datagrams. Chromium services/network/udp_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const membershipScenarios: readonly Scenario[] = [
  {
    name: 'multicast: join, list, leave',
    why: 'The order of checks: state, address, family and membership.',
    needs: ['datagram', 'ipv6', 'groups'],
    async play({ call, start, bound, note }) {
      for (const address of ['0.0.0.0', '127.0.0.1', '::', '::1']) {
        note(`bound to ${address}`)
        const { socketId } = await bound(address)
        await call('getJoinedGroups', socketId)
        const groups = [
          '224.0.0.251',
          'ff02::fb',
          'FF02:0::FC',
          '0xE0.0.0.252',
          '224.0.253',
          '224.0.0.0375',
          '239.255.255.255',
          '224.0.0.251',
          'ff02:0:0::fb',
          '127.0.0.1',
          '::1',
          '0.0.0.0',
          '::',
          '223.255.255.255',
          '240.0.0.0',
          '255.255.255.255',
          '',
          'x',
          'localhost',
          ' 224.0.0.1',
          '224.0.0.1 ',
          '224.0.0.09',
          '[ff02::1]',
          'ff02::1%lo',
          '::ffff:224.0.0.9',
        ]
        for (const group of groups) await call('joinGroup', socketId, group)
        await call('getJoinedGroups', socketId)
        for (const group of [
          '224.0.0.251',
          '224.0.0.251',
          'ff02::fb',
          'ff02:0::fb',
          '224.0.252',
          'x',
          '127.0.0.1',
          '224.0.0.9',
        ]) {
          await call('leaveGroup', socketId, group)
        }
        await call('getJoinedGroups', socketId)
        await call('joinGroup', socketId, address.includes(':') ? 'ff02::fb' : '224.0.0.251')
        await call('getJoinedGroups', socketId)
        start('disconnect', socketId)
        await call('getJoinedGroups', socketId)
        await call('leaveGroup', socketId, '239.255.255.255')
        await call('joinGroup', socketId, '239.255.255.255')
        await call('bind', socketId, address, 0)
        await call('getJoinedGroups', socketId)
        await call('joinGroup', socketId, address.includes(':') ? 'ff02::fb' : '224.0.0.251')
        start('destroy', socketId)
        await call('getJoinedGroups', socketId)
      }
    },
  },
  {
    name: 'multicast: time to live and loopback',
    why: 'Both options have their ranges, and take effect at bind.',
    needs: ['datagram'],
    async play({ call, start, udp, peers }) {
      const socket = await udp()
      for (const ttl of [-1, 0, 1, 255, 256, 2_147_483_647, -2_147_483_648])
        await call('setMulticastTimeToLive', socket, ttl)
      await call('setMulticastLoopbackMode', socket, false)
      await call('setMulticastLoopbackMode', socket, true)
      await call('bind', socket, '127.0.0.1', 0)
      await call('setMulticastTimeToLive', socket, 2)
      await call('setMulticastTimeToLive', socket, 256)
      await call('setMulticastLoopbackMode', socket, false)
      start('disconnect', socket)
      await call('setMulticastTimeToLive', socket, 3)
      await call('setMulticastLoopbackMode', socket, false)
      await call('connect', socket, '127.0.0.1', peers['udpSink'])
      await call('setMulticastTimeToLive', socket, 2)
      await call('setMulticastLoopbackMode', socket, false)
    },
  },
  {
    name: 'multicast: what is sent to a group comes to its members',
    why: 'A datagram to a group reaches each member on the port.',
    // The bytes to read may be there before the write is answered.
    unordered: true,
    needs: ['datagram', 'groups'],
    async play({ call, start, bytes, bound, quiet, udp }) {
      const { socketId, port } = await bound('0.0.0.0')
      await call('joinGroup', socketId, '224.0.0.251')
      const sender = await udp()
      await call('setMulticastTimeToLive', sender, 0)
      await call('bind', sender, '0.0.0.0', 0)
      await call('sendTo', sender, bytes('to the group'), '224.0.0.251', port)
      start('recvFrom', socketId, 50)
      await quiet()
    },
  },
]
