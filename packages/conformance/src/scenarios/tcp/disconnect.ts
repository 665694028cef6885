/** Disconnecting with something under way. Chromium extensions/browser/api/socket/tcp_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const disconnectScenarios: readonly Scenario[] = [
  {
    name: 'tcp: what is written before disconnect or destroy arrives',
    needs: ['listen'],
    async play({ call, start, bytes, pair, readAll }) {
      for (const end of ['disconnect', 'destroy']) {
        const { client, accepted } = await pair()
        await call('write', client, bytes(200_000))
        start(end, client)
        await readAll(accepted, 300_000)
      }
    },
  },
  {
    name: 'tcp: disconnect while a write is pending',
    async play({ call, start, bytes, connected, peers, quiet }) {
      const socket = await connected('silent')
      start('write', socket, bytes(20_000_000))
      start('write', socket, bytes('behind it'))
      await quiet()
      start('disconnect', socket)
      await quiet()
      await call('getInfo', socket)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      start('write', socket, bytes('again'))
      await quiet()
    },
  },
  {
    name: 'tcp: destroy while a write is pending',
    async play({ call, start, bytes, connected, quiet }) {
      const socket = await connected('silent')
      start('write', socket, bytes(20_000_000))
      start('write', socket, bytes('behind it'))
      await quiet()
      start('destroy', socket)
      await quiet()
      await call('getInfo', socket)
    },
  },
  {
    name: 'tcp: read pending, disconnect, connect, read',
    async play({ call, start, bytes, connected, peers, quiet }) {
      const socket = await connected('echo')
      start('read', socket)
      start('disconnect', socket)
      start('connect', socket, '127.0.0.1', peers['echo'])
      await quiet()
      await call('write', socket, bytes('x'))
      await call('read', socket)
    },
  },
]
