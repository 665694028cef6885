/** UDP sockets. Chromium extensions/browser/api/socket/udp_socket.cc */
import type { Scenario, Stage } from '../scenario.ts'

/** `end` is one of the two calls that end what is going on. */
async function endRightAfterConnect({ call, start, udp, peers, quiet }: Stage, end: string): Promise<void> {
  const socket = await udp()
  start('connect', socket, '127.0.0.1', peers['udpEcho'])
  start(end, socket)
  await quiet()
  await call('getInfo', socket)
}

async function endRightAfterBind({ call, start, udp, quiet }: Stage, end: string): Promise<void> {
  const socket = await udp()
  start('bind', socket, '127.0.0.1', 0)
  start(end, socket)
  start('getInfo', socket)
  await quiet()
  await call('getInfo', socket)
}

async function endRightAfterSendTo({ start, bytes, bound, peers, quiet }: Stage, end: string): Promise<void> {
  const { socketId } = await bound()
  start('sendTo', socketId, bytes('x'), '127.0.0.1', peers['udpSink'])
  start(end, socketId)
  await quiet()
}

async function endRightAfterWrite({ call, start, bytes, udp, peers, quiet }: Stage, end: string): Promise<void> {
  const socket = await udp()
  await call('connect', socket, '127.0.0.1', peers['udpSink'])
  start('write', socket, bytes('x'))
  start(end, socket)
  await quiet()
}

const endings = [endRightAfterConnect, endRightAfterBind, endRightAfterSendTo, endRightAfterWrite].flatMap((play) =>
  ['disconnect', 'destroy'].map((parameter) => ({
    name: `udp: ${play.name} (${parameter})`,
    needs: ['datagram'] as const,
    unordered: true,
    varies: true,
    parameter,
    play,
  })),
)

export const udpScenarios: readonly Scenario[] = [
  ...endings,
  {
    name: 'udp: before bind or connect',
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
      await call('sendTo', socket, bytes('x'), 'nosuch.invalid', 9)
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
      await call('sendTo', socket, bytes('x'), 'nosuch.invalid', peers['udpEcho'])
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
    // What is read may be there before the write is answered.
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
    name: 'udp: bufferSize of recvFrom',
    needs: ['datagram'],
    async play({ call, bytes, bound, peers, quiet, note }) {
      const { socketId } = await bound()
      for (const size of [0, 1, 4, 5, 6, -1, -2_147_483_648, 65_535, 65_536, 65_537, 2_147_483_647]) {
        note(`size ${size}`)
        await call('sendTo', socketId, bytes('hello'), '127.0.0.1', peers['udpEcho'])
        await call('sendTo', socketId, bytes('next'), '127.0.0.1', peers['udpEcho'])
        await quiet()
        await call('recvFrom', socketId, size)
        await call('recvFrom', socketId, 100)
        if (size < 0) await call('recvFrom', socketId, 100)
      }
    },
  },
  {
    name: 'udp: bufferSize of read',
    needs: ['datagram'],
    async play({ call, bytes, udp, peers, quiet, note }) {
      const socketId = await udp()
      await call('connect', socketId, '127.0.0.1', peers['udpEcho'])
      for (const size of [0, 1, 4, 5, 6, -1, -2_147_483_648, 65_535, 65_536, 65_537, 2_147_483_647]) {
        note(`size ${size}`)
        await call('write', socketId, bytes('hello'))
        await call('write', socketId, bytes('next'))
        await quiet()
        await call('read', socketId, size)
        await call('read', socketId, 100)
        if (size < 0) await call('read', socketId, 100)
      }
    },
  },
  {
    name: 'udp: a datagram that is too long for a pending call',
    // What is read may be there before the write is answered.
    unordered: true,
    needs: ['datagram'],
    async play({ call, start, bytes, udp, bound, peers, quiet }) {
      const { socketId } = await bound()
      start('recvFrom', socketId, 3)
      await call('sendTo', socketId, bytes('hello'), '127.0.0.1', peers['udpEcho'])
      await quiet()
      await call('sendTo', socketId, bytes('xy'), '127.0.0.1', peers['udpEcho'])
      await call('recvFrom', socketId, 3)
      const connected = await udp()
      await call('connect', connected, '127.0.0.1', peers['udpEcho'])
      start('read', connected, 3)
      await call('write', connected, bytes('hello'))
      await quiet()
      await call('write', connected, bytes('xy'))
      await call('read', connected, 3)
    },
  },
  {
    name: 'udp: the longest datagrams',
    needs: ['datagram'],
    async play({ call, bytes, udp, bound, peers }) {
      const { socketId } = await bound()
      await call('sendTo', socketId, bytes(4096), '127.0.0.1', peers['udpEcho'])
      await call('recvFrom', socketId)
      await call('sendTo', socketId, bytes(4097), '127.0.0.1', peers['udpEcho'])
      await call('recvFrom', socketId)
      await call('sendTo', socketId, bytes(65_507), '127.0.0.1', peers['udpEcho'])
      await call('recvFrom', socketId, 65_507)
      await call('sendTo', socketId, bytes(65_507), '127.0.0.1', peers['udpEcho'])
      await call('recvFrom', socketId, 65_506)
      for (const size of [65_508, 65_535, 65_536, 1_000_000]) {
        await call('sendTo', socketId, bytes(size), '127.0.0.1', peers['udpSink'])
      }
      const connected = await udp()
      await call('connect', connected, '127.0.0.1', peers['udpSink'])
      for (const size of [65_507, 65_508, 65_535, 65_536, 1_000_000]) await call('write', connected, bytes(size))
      await call('getInfo', connected)
    },
  },
  {
    name: 'udp: the longest datagrams over IPv6',
    needs: ['datagram', 'ipv6'],
    async play({ call, bytes, bound, peers }) {
      const { socketId } = await bound('::1')
      for (const size of [65_507, 65_527, 65_528, 65_535, 65_536]) {
        await call('sendTo', socketId, bytes(size), '::1', peers['udpEcho6'])
      }
    },
  },
  {
    name: 'udp: empty datagrams',
    needs: ['datagram'],
    async play({ call, start, bytes, udp, bound, peers, quiet }) {
      const { socketId } = await bound()
      await call('sendTo', socketId, bytes(''), '127.0.0.1', peers['udpEcho'])
      await call('recvFrom', socketId)
      await call('sendTo', socketId, bytes('go'), '127.0.0.1', peers['udpMixed'])
      await call('recvFrom', socketId, 10)
      await call('recvFrom', socketId, 10)
      await call('recvFrom', socketId, 0)
      await call('recvFrom', socketId, 10)
      const connected = await udp()
      await call('connect', connected, '127.0.0.1', peers['udpMixed'])
      await call('write', connected, bytes(''))
      await call('read', connected, 10)
      await call('read', connected, 10)
      await call('read', connected, 0)
      await call('read', connected, 10)
      start('read', connected, 10)
      await quiet()
    },
  },
  {
    name: 'udp: many datagrams in one script, in order',
    needs: ['datagram'],
    async play({ start, bytes, udp, bound, peers, quiet, call }) {
      const { socketId } = await bound()
      for (let count = 0; count < 40; count += 1) {
        start('sendTo', socketId, bytes(`datagram ${count}`), '127.0.0.1', peers['udpSink'])
      }
      await quiet()
      const connected = await udp()
      await call('connect', connected, '127.0.0.1', peers['udpSink'])
      for (const size of [1, 70_000, 2, 80_000, 3]) start('write', connected, bytes(size))
      await quiet()
    },
  },
  {
    name: 'udp: what was in the buffer at the call is what is sent',
    needs: ['datagram'],
    async play({ start, call, bytes, bound, peers, udp }) {
      const { socketId } = await bound()
      const letters = new Uint8Array(bytes('before'))
      start('sendTo', socketId, letters, '127.0.0.1', peers['udpEcho'])
      letters.fill(120)
      await call('recvFrom', socketId)
      const connected = await udp()
      await call('connect', connected, '127.0.0.1', peers['udpEcho'])
      letters.fill(121)
      start('write', connected, letters)
      letters.fill(120)
      await call('read', connected)
    },
  },
  {
    name: 'udp: a second receive while one is pending',
    // What is read may be there before the write is answered.
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
  {
    name: 'udp: bind and connect fail',
    needs: ['datagram'],
    async play({ call, bytes, udp, bound, peers }) {
      const socket = await udp()
      await call('bind', socket, '192.0.2.77', 0)
      await call('bind', socket, '127.0.0.1', peers['udpEcho'])
      await call('bind', socket, 'localhost', 0)
      await call('bind', socket, '', 0)
      await call('getInfo', socket)
      await call('connect', socket, 'nosuch.invalid', 9)
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
    name: 'udp: a port where nobody is',
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
    name: 'udp: families',
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
    needs: ['datagram'],
    async play({ call, bytes, udp, bound, peers }) {
      const { socketId } = await bound()
      for (const target of ['nosuch.invalid', '', 'a b', '255.255.255.255', 'x'.repeat(300)]) {
        await call('sendTo', socketId, bytes('x'), target, peers['udpSink'])
      }
      const broadcasting = await udp()
      await call('connect', broadcasting, '255.255.255.255', peers['udpSink'])
      await call('getInfo', broadcasting)
      await call('write', broadcasting, bytes('x'))
    },
  },
]

export const multicastScenarios: readonly Scenario[] = [
  {
    name: 'multicast: join, list, leave',
    needs: ['datagram', 'ipv6'],
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
    // What is read may be there before the write is answered.
    unordered: true,
    needs: ['datagram'],
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
