/** Datagrams of every length. Chromium extensions/browser/api/socket/udp_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const datagramScenarios: readonly Scenario[] = [
  {
    name: 'udp: bufferSize of recvFrom',
    why: 'A datagram that is longer than bufferSize is an error, and lost.',
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
    why: 'A datagram that is longer than the size of a read is an error, and lost.',
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
    why: 'A pending call keeps the size that it was made with.',
    // The bytes to read may be there before the write is answered.
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
    why: '65,507 bytes are the most that IPv4 carries.',
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
    why: '65,527 bytes are the most that IPv6 carries.',
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
    why: 'An empty datagram is a datagram and not an end.',
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
    why: 'Sends of one script leave in call order.',
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
    why: 'Apps use their buffer again as soon as sendTo has returned.',
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
]
