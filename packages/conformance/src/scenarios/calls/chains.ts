/** Calls made inside callbacks, as apps chain them: one connection. Chromium extensions/renderer/bindings/api_request_handler.cc */
import type { Scenario } from '../../scenario.ts'

export const chainScenarios: readonly Scenario[] = [
  {
    name: 'chains: a read loop, byte by byte',
    why: 'The usual reader: read again in the callback of read.',
    async play({ call, startThen, connected, bytes, quiet }) {
      const socket = await connected('echo')
      await call('write', socket, bytes('hello'))
      await quiet()
      const readOn = (left: number): void => {
        if (left > 0) startThen(() => readOn(left - 1), 'read', socket, 1)
      }
      readOn(6)
      await quiet()
      await call('write', socket, bytes('!'))
      await quiet()
    },
  },
  {
    name: 'chains: write in the callback of read, and read in that of write',
    why: 'A request and its answer alternate without a lost turn.',
    async play({ startThen, connected, bytes, quiet }) {
      const socket = await connected('echo')
      const pingPong = (left: number): void => {
        if (left === 0) return
        startThen(() => startThen(() => pingPong(left - 1), 'read', socket), 'write', socket, bytes(`ping ${left}`))
      }
      pingPong(4)
      await quiet()
    },
  },
  {
    name: 'chains: create, connect, write, read, destroy, each in the callback of the one before',
    why: 'The example of the documentation.',
    async play({ startThen, start, peers, bytes, quiet }) {
      startThen(
        ({ socketId }) =>
          startThen(
            () =>
              startThen(
                () =>
                  startThen(
                    () => {
                      start('destroy', socketId)
                      start('getInfo', socketId)
                    },
                    'read',
                    socketId,
                  ),
                'write',
                socketId,
                bytes('chained'),
              ),
            'connect',
            socketId,
            '127.0.0.1',
            peers['echo'],
          ),
        'create',
        'tcp',
        {},
      )
      await quiet()
    },
  },
  {
    name: 'chains: disconnect or destroy in the callback of connect',
    why: 'A callback may end the socket that it belongs to.',
    async play({ startThen, start, tcp, peers, quiet }) {
      for (const end of ['disconnect', 'destroy']) {
        const socket = await tcp()
        startThen(
          () => {
            start(end, socket)
            start('getInfo', socket)
            start('read', socket)
          },
          'connect',
          socket,
          '127.0.0.1',
          peers['echo'],
        )
        await quiet()
      }
    },
  },
  {
    name: 'chains: a connect that fails is tried again in its callback',
    why: 'Clients try the next address in the callback of a connect that failed.',
    async play({ startThen, start, tcp, peers, quiet }) {
      const socket = await tcp()
      startThen(
        () =>
          startThen(
            () => startThen(() => start('getInfo', socket), 'connect', socket, '127.0.0.1', peers['echo']),
            'connect',
            socket,
            'nosuch..invalid',
            peers['echo'],
          ),
        'connect',
        socket,
        '127.0.0.1',
        peers['refused'],
      )
      await quiet()
    },
  },
  {
    name: 'chains: disconnect with a read pending, and read again in its callback',
    why: 'The callback of a read that was ended already sees the socket as disconnected.',
    async play({ startThen, start, connected, peers, quiet }) {
      const socket = await connected('sink')
      startThen(
        () => {
          start('getInfo', socket)
          start('read', socket)
          start('connect', socket, '127.0.0.1', peers['greeter'])
        },
        'read',
        socket,
      )
      await quiet()
      start('disconnect', socket)
      start('getInfo', socket)
      await quiet()
      start('read', socket)
      await quiet()
    },
  },
  {
    name: 'chains: another socket is destroyed in a callback while it reads',
    why: 'A callback may end any socket, even a socket whose answer would be next.',
    async play({ startThen, start, connected, bytes, quiet }) {
      const [first, second] = [await connected('echo'), await connected('sink')]
      start('read', second)
      startThen(
        () => {
          start('destroy', second)
          start('read', second)
          start('getInfo', first)
        },
        'read',
        first,
      )
      start('write', first, bytes('go'))
      await quiet()
    },
  },
  {
    name: 'chains: a write in each callback of a write',
    why: 'Writes from callbacks keep their order.',
    async play({ startThen, connected, bytes, readAll, quiet }) {
      const socket = await connected('echo')
      const writeOn = (left: number): void => {
        if (left > 0) startThen(() => writeOn(left - 1), 'write', socket, bytes(`${left}`))
      }
      writeOn(9)
      await quiet()
      await readAll(socket, 9)
    },
  },
]
