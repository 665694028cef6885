/** Disconnecting with something under way. Chromium extensions/browser/api/socket/tcp_socket.cc */
import type { Scenario, Stage } from '../../scenario.ts'

/** `parameter`: how to end, and how long the writes are before that. */
async function writeAndEnd({ start, bytes, pair, readAll, quiet }: Stage, parameter: string): Promise<void> {
  const [end = '', ...lengths] = parameter.split(' ')
  const { client, accepted } = await pair()
  for (const length of lengths) start('write', client, bytes(Number(length)))
  start(end, client)
  await quiet()
  await readAll(accepted, 300_000)
}

export const disconnectScenarios: readonly Scenario[] = [
  {
    name: 'tcp: what is written before disconnect or destroy arrives',
    why: 'Apps write and then disconnect: a write that was answered must reach the peer.',
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
    why: 'The pending write is never answered. In Chromium it also blocks the writes of the next connection: a listed difference.',
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
    why: 'A write that is pending at destroy is never answered.',
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
    why: 'A read that was pending at disconnect must not take the bytes of the next connection.',
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
  ...['disconnect 3', 'destroy 3', 'disconnect 60000 60000'].map((parameter) => ({
    name: `tcp: writes and the end of one script (${parameter})`,
    why: 'Writes of the same script as the end: how many of them leave is a race in Chromium.',
    needs: ['listen'] as const,
    unordered: true,
    varies: true,
    parameter,
    play: writeAndEnd,
  })),
  {
    name: 'tcp: a long write to a socket of our own that has gone',
    why: 'The write that meets the end fails with -2, and the next one finds the socket disconnected.',
    needs: ['listen'],
    async play({ call, start, bytes, pair, quiet }) {
      for (const end of ['disconnect', 'destroy']) {
        const { client, accepted } = await pair()
        start(end, client)
        await quiet()
        await call('write', accepted, bytes(200_000))
        await call('write', accepted, bytes('x'))
        await call('getInfo', accepted)
      }
    },
  },
  {
    name: 'tcp: a long write to a peer that has closed',
    why: 'A write of more than the pipe holds fails when the peer has gone, and the socket is disconnected.',
    async play({ call, bytes, connected, quiet }) {
      const socket = await connected('drop')
      await call('write', socket, bytes('go'))
      await quiet()
      await call('write', socket, bytes(200_000))
      await call('getInfo', socket)
    },
  },
  {
    name: 'tcp: an empty write to a peer that has reset',
    why: 'An empty write does not ask the system, so it learns of the reset only after a write that did.',
    async play({ call, bytes, connected, quiet }) {
      const socket = await connected('reset')
      await call('write', socket, bytes('go'))
      await quiet()
      await call('write', socket, bytes(''))
      await quiet()
      await call('write', socket, bytes('x'))
      await quiet()
      await call('setNoDelay', socket, true)
      await call('write', socket, bytes(''))
      await call('getInfo', socket)
    },
  },
]
