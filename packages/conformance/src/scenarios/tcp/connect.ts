/** Connecting, and calls on a TCP socket before and meanwhile. Chromium extensions/browser/api/socket/tcp_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const connectScenarios: readonly Scenario[] = [
  {
    name: 'tcp: before connect',
    why: 'Each function has its own answer on a socket that is not connected.',
    async play({ call, bytes, tcp }) {
      const socket = await tcp()
      await call('getInfo', socket)
      await call('read', socket)
      await call('read', socket, 0)
      await call('read', socket, -1)
      await call('write', socket, bytes('x'))
      await call('write', socket, bytes(''))
      await call('accept', socket)
      await call('setKeepAlive', socket, true)
      await call('setNoDelay', socket, true)
      await call('bind', socket, '127.0.0.1', 0)
      await call('bind', socket, 'x', 0)
      await call('secure', socket)
      await call('recvFrom', socket)
      await call('recvFrom', socket, -1)
      await call('sendTo', socket, bytes('x'), '127.0.0.1', 9)
      await call('sendTo', socket, bytes('x'), 'nosuch..invalid', 9)
      await call('joinGroup', socket, '224.0.0.251')
      await call('leaveGroup', socket, 'x')
      await call('getJoinedGroups', socket)
      await call('setMulticastTimeToLive', socket, -1)
      await call('setMulticastLoopbackMode', socket, true)
      await call('getInfo', socket)
    },
  },
  {
    name: 'tcp: connect is refused',
    why: 'A refused connect leaves a socket that can be used again.',
    async play({ call, bytes, tcp, peers }) {
      const socket = await tcp()
      await call('connect', socket, '127.0.0.1', peers['refused'])
      await call('getInfo', socket)
      await call('read', socket)
      await call('write', socket, bytes('x'))
      await call('accept', socket)
      await call('listen', socket, '127.0.0.1', 0)
      await call('setNoDelay', socket, true)
      await call('setKeepAlive', socket, true, 5)
      await call('secure', socket)
      await call('connect', socket, '127.0.0.1', 0)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('getInfo', socket)
    },
  },
  {
    name: 'tcp: options after a connect that failed and one that did not',
    why: 'Chromium loses track of a socket after a failed connect, which is a listed difference.',
    async play({ call, start, tcp, peers }) {
      const socket = await tcp()
      await call('connect', socket, '127.0.0.1', peers['refused'])
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('setNoDelay', socket, true)
      await call('setKeepAlive', socket, false)
      start('disconnect', socket)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('setNoDelay', socket, true)
    },
  },
  {
    name: 'tcp: two connects in one script',
    why: 'The second connect fails at once, and the first one goes on.',
    unordered: true,
    async play({ call, start, tcp, peers, quiet }) {
      const socket = await tcp()
      start('connect', socket, '127.0.0.1', peers['unanswered'])
      start('connect', socket, '127.0.0.1', peers['sink'])
      start('getInfo', socket)
      await quiet()
      await call('getInfo', socket)
      const other = await tcp()
      start('connect', other, '127.0.0.1', peers['echo'])
      await quiet()
      await call('connect', other, '127.0.0.1', peers['sink'])
    },
  },
  {
    name: 'tcp: calls while connect is pending',
    why: 'Calls of the same script as connect come before it is resolved.',
    unordered: true,
    async play({ start, bytes, tcp, peers, quiet }) {
      const socket = await tcp()
      start('connect', socket, '127.0.0.1', peers['unanswered'])
      start('getInfo', socket)
      start('write', socket, bytes('x'))
      start('accept', socket)
      start('secure', socket)
      start('connect', socket, '127.0.0.1', peers['echo'])
      start('bind', socket, '127.0.0.1', 0)
      await quiet()
    },
  },
  {
    name: 'tcp: the same some time later',
    why: 'While connect waits for the peer, other calls find a socket that is not connected.',
    async play({ start, bytes, tcp, peers, quiet, call }) {
      const socket = await tcp()
      start('connect', socket, '127.0.0.1', peers['unanswered'])
      await quiet()
      await call('getInfo', socket)
      await call('read', socket)
      await call('write', socket, bytes('x'))
      await call('setNoDelay', socket, true)
      await call('setKeepAlive', socket, true)
      await call('secure', socket)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('getInfo', socket)
    },
  },
  {
    name: 'tcp: host names',
    why: 'Names are resolved as in a browser: localhost is loopback, and unknown names fail.',
    needs: ['ipv6'],
    async play({ call, tcp, peers, start }) {
      for (const name of [
        'localhost',
        'LOCALHOST',
        'localhost.',
        'foo.localhost',
        'nosuch..invalid',
        '',
        'a b',
        'x'.repeat(300),
      ]) {
        const socket = await tcp()
        await call('connect', socket, name, peers['echoBoth'])
        await call('getInfo', socket)
        start('destroy', socket)
      }
      const falling = await tcp()
      await call('connect', falling, 'localhost', peers['echo'])
      await call('getInfo', falling)
      const refused = await tcp()
      await call('connect', refused, 'localhost', peers['refused'])
      const unknown = await tcp()
      await call('connect', unknown, 'nosuch..invalid', 80)
      await call('getInfo', unknown)
      await call('listen', unknown, '127.0.0.1', 0)
      await call('connect', unknown, '127.0.0.1', peers['echo'])
    },
  },
  {
    name: 'tcp: IPv6',
    why: 'IPv6 literals connect, and addresses are written back in their short form.',
    needs: ['ipv6'],
    async play({ call, bytes, tcp, peers }) {
      const socket = await tcp()
      await call('connect', socket, '::1', peers['echo6'])
      await call('getInfo', socket)
      await call('write', socket, bytes('six'))
      await call('read', socket)
      const mapped = await tcp()
      await call('connect', mapped, '::ffff:127.0.0.1', peers['echo'])
      await call('getInfo', mapped)
      const long = await tcp()
      await call('connect', long, '0:0:0:0:0:0:0:1', peers['echo6'])
      await call('getInfo', long)
    },
  },
]
