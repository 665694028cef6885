/** UDP sockets before, between and after bind and connect. Chromium extensions/browser/api/socket/udp_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const modeScenarios: readonly Scenario[] = [
  {
    name: 'udp: before bind or connect',
    why: 'Each function has its own answer on a socket that is neither bound nor connected.',
    needs: ['datagram'],
    async play({ call, bytes, udp }) {
      const socket = await udp()
      await call('getInfo', socket)
      await call('read', socket)
      await call('read', socket, 0)
      await call('read', socket, -1)
      await call('recvFrom', socket)
      await call('recvFrom', socket, 0)
      await call('recvFrom', socket, -1)
      await call('write', socket, bytes('x'))
      await call('write', socket, bytes(''))
      await call('sendTo', socket, bytes('x'), '127.0.0.1', 9)
      await call('sendTo', socket, bytes(''), '127.0.0.1', 9)
      await call('sendTo', socket, bytes('x'), 'nosuch..invalid', 9)
      await call('listen', socket, '127.0.0.1', 0)
      await call('listen', socket, 'x', 5)
      await call('accept', socket)
      await call('setNoDelay', socket, true)
      await call('setKeepAlive', socket, true)
      await call('secure', socket)
      await call('joinGroup', socket, '224.0.0.251')
      await call('joinGroup', socket, 'x')
      await call('leaveGroup', socket, '224.0.0.251')
      await call('leaveGroup', socket, 'x')
      await call('getJoinedGroups', socket)
    },
  },
  {
    name: 'udp: bound',
    why: 'A bound socket exchanges datagrams with anybody, and refuses the functions of the connected mode.',
    needs: ['datagram'],
    async play({ call, start, bytes, udp, peers }) {
      const socket = await udp()
      await call('bind', socket, '127.0.0.1', 0)
      await call('getInfo', socket)
      await call('sendTo', socket, bytes('hello'), '127.0.0.1', peers['udpEcho'])
      await call('recvFrom', socket)
      await call('read', socket)
      await call('read', socket, -1)
      await call('write', socket, bytes('x'))
      await call('write', socket, bytes(''))
      await call('bind', socket, '127.0.0.1', 0)
      await call('bind', socket, 'x', 0)
      await call('connect', socket, '127.0.0.1', peers['udpEcho'])
      await call('listen', socket, '127.0.0.1', 0)
      await call('accept', socket)
      await call('secure', socket)
      await call('setNoDelay', socket, true)
      await call('setKeepAlive', socket, true)
      await call('getInfo', socket)
      start('disconnect', socket)
      await call('getInfo', socket)
      await call('sendTo', socket, bytes('x'), '127.0.0.1', peers['udpEcho'])
      await call('recvFrom', socket)
      await call('bind', socket, '127.0.0.1', 0)
      await call('sendTo', socket, bytes('again'), '127.0.0.1', peers['udpEcho'])
      await call('recvFrom', socket)
      start('disconnect', socket)
      await call('connect', socket, '127.0.0.1', peers['udpEcho'])
      await call('write', socket, bytes('connected'))
      await call('read', socket)
      start('destroy', socket)
      await call('getInfo', socket)
    },
  },
  {
    name: 'udp: connected',
    why: 'A connected socket reads and writes like TCP, datagram by datagram.',
    needs: ['datagram'],
    async play({ call, start, bytes, udp, peers }) {
      const socket = await udp()
      await call('connect', socket, '127.0.0.1', peers['udpEcho'])
      await call('getInfo', socket)
      await call('write', socket, bytes('hello'))
      await call('read', socket)
      await call('recvFrom', socket)
      await call('recvFrom', socket, -1)
      await call('sendTo', socket, bytes('x'), '127.0.0.1', peers['udpEcho'])
      await call('sendTo', socket, bytes('x'), 'nosuch..invalid', peers['udpEcho'])
      await call('connect', socket, '127.0.0.1', peers['udpEcho'])
      await call('bind', socket, '127.0.0.1', 0)
      await call('setNoDelay', socket, true)
      await call('secure', socket)
      await call('joinGroup', socket, '224.0.0.251')
      await call('getJoinedGroups', socket)
      await call('getInfo', socket)
      start('disconnect', socket)
      await call('getInfo', socket)
      await call('read', socket)
      await call('write', socket, bytes('x'))
      await call('bind', socket, '127.0.0.1', 0)
      await call('getInfo', socket)
    },
  },
  {
    name: 'udp: a connected socket does not see others',
    why: 'Datagrams of anybody but the peer are dropped by the system.',
    // The bytes to read may be there before the write is answered.
    unordered: true,
    needs: ['datagram'],
    async play({ call, start, bytes, udp, bound, peers, quiet }) {
      const socket = await udp()
      await call('connect', socket, '127.0.0.1', peers['udpEcho'])
      const { localPort } = await call('getInfo', socket)
      const { socketId: other } = await bound()
      await call('sendTo', other, bytes('from a stranger'), '127.0.0.1', localPort)
      start('read', socket)
      await quiet()
      await call('write', socket, bytes('from the peer'))
      await quiet()
    },
  },
  {
    name: 'udp: a second receive while one is pending',
    why: 'Only one receive may be pending.',
    // The bytes to read may be there before the write is answered.
    unordered: true,
    needs: ['datagram'],
    async play({ call, start, bytes, udp, bound, peers, quiet }) {
      const { socketId } = await bound()
      start('recvFrom', socketId, 10)
      start('recvFrom', socketId, 11)
      start('recvFrom', socketId, -1)
      start('recvFrom', socketId, 0)
      start('read', socketId)
      await quiet()
      await call('sendTo', socketId, bytes('x'), '127.0.0.1', peers['udpEcho'])
      await quiet()
      const connected = await udp()
      await call('connect', connected, '127.0.0.1', peers['udpEcho'])
      start('read', connected, 10)
      start('read', connected, 11)
      start('read', connected, -1)
      start('recvFrom', connected)
      await quiet()
      await call('write', connected, bytes('x'))
      await quiet()
    },
  },
  {
    name: 'udp: disconnect and destroy while receiving',
    why: 'disconnect and destroy both answer a pending receive with -100.',
    needs: ['datagram'],
    async play({ call, start, bytes, udp, bound, peers, quiet }) {
      for (const end of ['disconnect', 'destroy']) {
        const { socketId } = await bound()
        start('recvFrom', socketId)
        await quiet()
        start(end, socketId)
        start('getInfo', socketId)
        start('recvFrom', socketId, 5)
        await quiet()
        const connected = await udp()
        await call('connect', connected, '127.0.0.1', peers['udpEcho'])
        start('read', connected)
        await quiet()
        start(end, connected)
        start('getInfo', connected)
        start('read', connected, 5)
        await quiet()
      }
      const again = await udp()
      await call('connect', again, '127.0.0.1', peers['udpEcho'])
      start('read', again, 20)
      start('disconnect', again)
      await call('connect', again, '127.0.0.1', peers['udpEcho'])
      await call('write', again, bytes('x'))
      await call('read', again, 30)
    },
  },
]
