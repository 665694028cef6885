/** Where a UDP socket can be bound, connected and sent to. Chromium extensions/browser/api/socket/udp_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const targetScenarios: readonly Scenario[] = [
  {
    name: 'udp: bind and connect fail',
    why: 'Each failure has its code, and leaves a socket that can be used again.',
    needs: ['datagram'],
    async play({ call, bytes, udp, bound, peers }) {
      const socket = await udp()
      await call('bind', socket, '192.0.2.77', 0)
      await call('bind', socket, '127.0.0.1', peers['udpEcho'])
      await call('bind', socket, 'localhost', 0)
      await call('bind', socket, '', 0)
      await call('getInfo', socket)
      await call('connect', socket, 'nosuch..invalid', 9)
      await call('connect', socket, '', 9)
      await call('getInfo', socket)
      await call('recvFrom', socket)
      await call('write', socket, bytes('x'))
      await call('bind', socket, '127.0.0.1', 0)
      await call('getInfo', socket)
      const { port } = await bound()
      const second = await udp()
      await call('bind', second, '127.0.0.1', port)
    },
  },
  {
    name: 'udp: bind and connect more than once in a script',
    why: 'The first call decides, and the others fail.',
    varies: true,
    unordered: true,
    needs: ['datagram'],
    async play({ start, udp, peers, quiet, call }) {
      const connecting = await udp()
      start('connect', connecting, '127.0.0.1', peers['udpEcho'])
      start('connect', connecting, '127.0.0.1', peers['udpSink'])
      await quiet()
      await call('getInfo', connecting)
      const binding = await udp()
      start('bind', binding, '127.0.0.1', 0)
      start('bind', binding, '127.0.0.1', 0)
      await quiet()
      await call('getInfo', binding)
    },
  },
  {
    name: 'udp: port 0',
    why: 'sendTo refuses port 0, but connect and the first write accept it.',
    needs: ['datagram'],
    async play({ call, bytes, udp, bound }) {
      const { socketId } = await bound()
      await call('sendTo', socketId, bytes('x'), '127.0.0.1', 0)
      const connected = await udp()
      await call('connect', connected, '127.0.0.1', 0)
      await call('getInfo', connected)
      await call('write', connected, bytes('x'))
    },
  },
  {
    name: 'udp: writes and reads when connected to port 0',
    why: 'A socket that is connected to port 0 gets -102, as for a closed port.',
    needs: ['datagram', 'ipv6'],
    async play({ call, start, bytes, udp, quiet }) {
      for (const address of ['127.0.0.1', '::1', '0.0.0.0', '::']) {
        const socket = await udp()
        await call('connect', socket, address, 0)
        await call('getInfo', socket)
        for (let count = 0; count < 3; count += 1) {
          await call('write', socket, bytes('x'))
          await quiet()
        }
        await call('read', socket)
        start('read', socket)
        await quiet()
        start('read', socket)
        await quiet()
        await call('write', socket, bytes('y'))
        await quiet()
        await call('write', socket, bytes(''))
        await quiet()
        start('read', socket)
        await quiet()
        start('disconnect', socket)
        await quiet()
        await call('connect', socket, address, 0)
        start('read', socket)
        await quiet()
        start('destroy', socket)
      }
    },
  },
  {
    name: 'udp: sendTo port 0 of every kind of address',
    why: 'The family is checked before the port, and port 0 is refused.',
    needs: ['datagram', 'ipv6'],
    async play({ call, bound, bytes }) {
      for (const local of ['127.0.0.1', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1']) {
        const { socketId } = await bound(local)
        for (const address of ['127.0.0.1', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1', '192.0.2.1', '224.0.0.1']) {
          await call('sendTo', socketId, bytes('x'), address, 0)
        }
      }
    },
  },
  {
    name: 'udp: a port where nobody is',
    why: 'A connected socket learns that the port is closed, and an unconnected socket does not.',
    needs: ['datagram'],
    async play({ call, start, bytes, udp, bound, peers, quiet }) {
      const socket = await udp()
      await call('connect', socket, '127.0.0.1', peers['udpRefused'])
      await call('write', socket, bytes('1'))
      await quiet()
      await call('write', socket, bytes('2'))
      await quiet()
      await call('write', socket, bytes('3'))
      await quiet()
      await call('read', socket)
      start('read', socket)
      await quiet()
      await call('write', socket, bytes('4'))
      await quiet()
      await call('getInfo', socket)
      const { socketId } = await bound()
      start('recvFrom', socketId)
      await call('sendTo', socketId, bytes('x'), '127.0.0.1', peers['udpRefused'])
      await quiet()
      await call('sendTo', socketId, bytes('x'), '127.0.0.1', peers['udpEcho'])
      await quiet()
    },
  },
  {
    name: 'udp: who learns that nobody is there, a read or a write of the same script',
    why: 'The error of the system goes to one call only.',
    needs: ['datagram'],
    async play({ call, start, bytes, udp, peers, quiet }) {
      const socket = await udp()
      await call('connect', socket, '127.0.0.1', peers['udpRefused'])
      await call('write', socket, bytes('a'))
      start('read', socket)
      start('write', socket, bytes('b'))
      await quiet()
      start('read', socket)
      await quiet()
      start('write', socket, bytes('c'))
      start('write', socket, bytes('d'))
      await quiet()
    },
  },
  {
    name: 'udp: families',
    why: 'A socket of one family cannot send to an address of the other.',
    needs: ['datagram', 'ipv6'],
    async play({ call, bytes, udp, bound, peers, start }) {
      const targets = ['127.0.0.1', '::1', 'localhost', '::ffff:127.0.0.1', '::', '0.0.0.0']
      for (const address of ['127.0.0.1', '::1', '0.0.0.0', '::']) {
        const { socketId } = await bound(address)
        await call('getInfo', socketId)
        for (const target of targets) {
          await call('sendTo', socketId, bytes('x'), target, target === '::1' ? peers['udpEcho6'] : peers['udpSink'])
        }
        start('destroy', socketId)
      }
      for (const target of targets) {
        const socket = await udp()
        await call('connect', socket, target, peers['udpSink'])
        await call('getInfo', socket)
        await call('bind', socket, '127.0.0.1', 0)
        start('destroy', socket)
      }
      const { socketId } = await bound('::')
      await call('sendTo', socketId, bytes('four'), '127.0.0.1', peers['udpEcho'])
      await call('recvFrom', socketId)
      await call('sendTo', socketId, bytes('six'), '::1', peers['udpEcho6'])
      await call('recvFrom', socketId)
    },
  },
  {
    name: 'udp: names, broadcast and multicast as targets',
    why: 'Names are resolved, and broadcast is refused for sendTo and connect.',
    needs: ['datagram', 'groups'],
    async play({ call, bytes, udp, bound, peers }) {
      const { socketId } = await bound()
      for (const target of ['nosuch..invalid', '', 'a b', '255.255.255.255', 'x'.repeat(300)]) {
        await call('sendTo', socketId, bytes('x'), target, peers['udpSink'])
      }
      const broadcasting = await udp()
      await call('connect', broadcasting, '255.255.255.255', peers['udpSink'])
      await call('getInfo', broadcasting)
      await call('write', broadcasting, bytes('x'))
    },
  },
]
