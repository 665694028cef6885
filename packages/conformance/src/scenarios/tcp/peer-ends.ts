/** Peers that close, half close and reset. Chromium extensions/browser/api/socket/tcp_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const peerEndScenarios: readonly Scenario[] = [
  {
    name: 'tcp: the peer closes',
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
    async play({ call, bytes, connected, readAll }) {
      const socket = await connected('source')
      await call('write', socket, bytes('go'))
      await readAll(socket, 400_000)
      await call('read', socket)
    },
  },
  {
    name: 'tcp: destroy with bytes unread',
    async play({ call, start, bytes, connected, quiet }) {
      const socket = await connected('greeter')
      await quiet()
      start('destroy', socket)
      await call('read', socket)
      await call('write', socket, bytes('x'))
    },
  },
]
