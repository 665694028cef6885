/** Peers that close, half close and reset. Chromium extensions/browser/api/socket/tcp_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const peerEndScenarios: readonly Scenario[] = [
  {
    name: 'tcp: the peer closes',
    why: 'The end of the connection is a read of 0 bytes, and the socket stays connected until disconnect.',
    async play({ call, start, bytes, connected, peers, quiet }) {
      for (const peer of ['bye', 'half', 'drop', 'reset', 'dataThenReset']) {
        const socket = await connected(peer)
        await call('write', socket, bytes('go'))
        await quiet()
        await call('getInfo', socket)
        await call('setNoDelay', socket, true)
        await call('read', socket, 2)
        await call('getInfo', socket)
        await call('read', socket)
        await call('read', socket)
        await call('read', socket)
        await call('getInfo', socket)
        await call('write', socket, bytes('x'))
        await call('setNoDelay', socket, true)
        await call('listen', socket, '127.0.0.1', 0)
        await call('connect', socket, '127.0.0.1', peers['echo'])
        await call('write', socket, bytes('again'))
        await call('read', socket)
        start('destroy', socket)
      }
    },
  },
  {
    name: 'tcp: the peer closes while a read is pending',
    why: 'A pending read learns of the end, and so does every read after it.',
    async play({ call, start, bytes, connected, quiet }) {
      for (const peer of ['bye', 'half', 'drop', 'reset', 'dataThenReset']) {
        const socket = await connected(peer)
        start('read', socket, 100)
        await call('write', socket, bytes('go'))
        await quiet()
        await call('getInfo', socket)
        start('read', socket, 101)
        await quiet()
        await call('getInfo', socket)
        await call('write', socket, bytes('x'))
        start('destroy', socket)
      }
    },
  },
  {
    name: 'tcp: writing to a peer that has reset',
    why: 'One write may succeed before the reset is known, and then writes fail.',
    async play({ call, bytes, connected, peers, quiet }) {
      const socket = await connected('reset')
      await call('write', socket, bytes('go'))
      await quiet()
      await call('write', socket, bytes('1'))
      await quiet()
      await call('getInfo', socket)
      await call('write', socket, bytes('2'))
      await quiet()
      await call('getInfo', socket)
      await call('write', socket, bytes('3'))
      await call('read', socket)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('write', socket, bytes('again'))
      await call('read', socket)
    },
  },
  {
    name: 'tcp: writing to a peer that has closed',
    why: 'Some writes succeed before the end is known, one fails with -2, and later ones with -15.',
    async play({ call, bytes, connected, quiet }) {
      const socket = await connected('drop')
      await call('write', socket, bytes('go'))
      await quiet()
      for (const text of ['1', '2', '3', '4']) {
        await call('write', socket, bytes(text))
        await quiet()
      }
      await call('getInfo', socket)
      await call('read', socket)
    },
  },
  {
    name: 'tcp: writing on after the peer has ended its side',
    why: "Half-closed connections go on in our direction: the peer's end is no end of ours.",
    async play({ call, bytes, connected, quiet }) {
      const socket = await connected('half')
      await call('write', socket, bytes('go'))
      await quiet()
      await call('write', socket, bytes('1'))
      await call('write', socket, bytes('2'))
      await call('read', socket)
      await call('write', socket, bytes('3'))
      await call('getInfo', socket)
      await call('read', socket)
      await call('getInfo', socket)
      await call('write', socket, bytes('4'))
    },
  },
  {
    name: 'tcp: an end that nobody has read',
    why: 'A socket without a read does not learn of the end: connect fails as on a connected socket.',
    async play({ call, bytes, connected, quiet, start, peers }) {
      const socket = await connected('bye')
      await call('write', socket, bytes('go'))
      await quiet()
      await call('connect', socket, '127.0.0.1', peers['echo'])
      start('disconnect', socket)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('write', socket, bytes('x'))
      await call('read', socket)
    },
  },
  {
    name: 'tcp: everything that a peer sends before it ends arrives',
    why: 'No byte may be lost between the last data and the end.',
    async play({ call, bytes, connected, readAll }) {
      const socket = await connected('source')
      await call('write', socket, bytes('go'))
      await readAll(socket, 400_000)
      await call('read', socket)
    },
  },
  {
    name: 'tcp: destroy with bytes unread',
    why: 'After destroy the unread bytes are gone, and calls find no socket.',
    async play({ call, start, bytes, connected, quiet }) {
      const socket = await connected('greeter')
      await quiet()
      start('destroy', socket)
      await call('read', socket)
      await call('write', socket, bytes('x'))
    },
  },
]
