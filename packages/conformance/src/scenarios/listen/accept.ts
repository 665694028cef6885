/** Accepting, and what waits to be accepted. Chromium extensions/browser/api/socket/tcp_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const acceptScenarios: readonly Scenario[] = [
  {
    name: 'listen: accept, and both ends',
    why: 'getInfo of both ends names the same two addresses.',
    needs: ['listen'],
    async play({ call, start, bytes, tcp }) {
      const server = await tcp()
      await call('listen', server, '127.0.0.1', 0)
      const { localPort } = await call('getInfo', server)
      const client = await tcp()
      start('accept', server)
      await call('connect', client, '127.0.0.1', localPort)
      const second = await tcp()
      await call('connect', second, '127.0.0.1', localPort)
      const { socketId: accepted } = await call('accept', server)
      await call('getInfo', accepted)
      await call('getInfo', second)
      await call('write', second, bytes('to the server'))
      await call('read', accepted)
      await call('write', accepted, bytes('to the client'))
      await call('read', second)
      await call('connect', accepted, '127.0.0.1', localPort)
      await call('listen', accepted, '127.0.0.1', 0)
      await call('accept', accepted)
      await call('setNoDelay', accepted, true)
      await call('setKeepAlive', accepted, true, 10)
      await call('bind', accepted, '127.0.0.1', 0)
      start('destroy', server)
      await call('write', second, bytes('still there'))
      await call('read', accepted)
      start('disconnect', second)
      await call('read', accepted)
      await call('getInfo', accepted)
      await call('read', accepted)
      await call('write', accepted, bytes('x'))
    },
  },
  {
    name: 'listen: accept called while listen is pending',
    why: 'An accept of the same script as listen waits, and gets the first connection.',
    varies: true,
    needs: ['listen'],
    async play({ call, start, tcp, quiet }) {
      const socket = await tcp()
      start('listen', socket, '127.0.0.1', 0)
      start('accept', socket)
      await quiet()
      const { localPort } = await call('getInfo', socket)
      await call('connect', await tcp(), '127.0.0.1', localPort)
      await quiet()
    },
  },
  {
    name: 'listen: two accepts pending',
    why: 'Only one accept may be pending.',
    needs: ['listen'],
    async play({ call, start, tcp, listening, quiet }) {
      const { socketId, port } = await listening()
      start('accept', socketId)
      start('accept', socketId)
      await quiet()
      await call('connect', await tcp(), '127.0.0.1', port)
      await quiet()
      await call('connect', await tcp(), '127.0.0.1', port)
      await call('accept', socketId)
    },
  },
  {
    name: 'listen: disconnect and destroy with an accept pending',
    why: 'An accept that is pending at disconnect or destroy is never answered.',
    needs: ['listen'],
    async play({ call, start, tcp, listening, quiet }) {
      for (const end of ['disconnect', 'destroy']) {
        const { socketId } = await listening()
        start('accept', socketId)
        await quiet()
        start(end, socketId)
        start('getInfo', socketId)
        await quiet()
        await call('accept', socketId)
      }
      const { socketId } = await listening()
      start('accept', socketId)
      start('disconnect', socketId)
      await call('listen', socketId, '127.0.0.1', 0)
      const { localPort } = await call('getInfo', socketId)
      start('accept', socketId)
      await call('connect', await tcp(), '127.0.0.1', localPort)
      await quiet()
    },
  },
  {
    name: 'listen: connections that nobody has accepted',
    why: 'Connections wait in the queue of the system and are ended with the listener.',
    needs: ['listen'],
    async play({ call, start, bytes, tcp, listening }) {
      for (const end of ['disconnect', 'destroy']) {
        const { socketId, port } = await listening()
        const client = await tcp()
        await call('connect', client, '127.0.0.1', port)
        await call('write', client, bytes('waiting'))
        start(end, socketId)
        await call('read', client)
        await call('getInfo', client)
        const late = await tcp()
        await call('connect', late, '127.0.0.1', port)
      }
    },
  },
  {
    name: 'listen: what was sent before the accept is there',
    why: 'Bytes that came before the accept are kept.',
    needs: ['listen'],
    async play({ call, start, bytes, tcp, listening, quiet, readAll }) {
      const { socketId, port } = await listening()
      const client = await tcp()
      await call('connect', client, '127.0.0.1', port)
      await call('write', client, bytes('early'))
      start('disconnect', client)
      await quiet()
      const { socketId: accepted } = await call('accept', socketId)
      await call('getInfo', accepted)
      await readAll(accepted ?? 0, 100)
    },
  },
  {
    name: 'listen: many connections wait',
    why: 'Each accept takes one of the connections that wait.',
    needs: ['listen'],
    async play({ call, tcp, listening }) {
      const { socketId, port } = await listening()
      for (let count = 0; count < 5; count += 1) await call('connect', await tcp(), '127.0.0.1', port)
      for (let count = 0; count < 5; count += 1) await call('accept', socketId)
    },
  },
  {
    name: 'listen: secure on an accepted socket',
    why: 'Only a client can be secured.',
    needs: ['listen', 'tls'],
    async play({ call, pair }) {
      const { accepted } = await pair()
      await call('secure', accepted)
      await call('getInfo', accepted)
    },
  },
  {
    name: 'listen: an accepted socket that is destroyed with bytes unread',
    why: 'Its bytes are received before a read, so the end does not reset the connection.',
    needs: ['listen'],
    async play({ call, start, bytes, pair, quiet }) {
      const { client, accepted } = await pair()
      await call('write', client, bytes('unread'))
      await quiet()
      start('destroy', accepted)
      await quiet()
      for (const text of ['first', 'second', 'third', 'fourth']) {
        await call('write', client, bytes(text))
        await quiet()
      }
      await call('getInfo', client)
    },
  },
  {
    name: 'listen: an accepted socket that is destroyed in the callback of accept, with bytes that waited',
    why: 'A server that turns a client away at once ends the connection, and does not reset it.',
    needs: ['listen'],
    async play({ call, startThen, start, bytes, listening, tcp, quiet }) {
      const { socketId, port } = await listening()
      const client = await tcp()
      await call('connect', client, '127.0.0.1', port)
      await call('write', client, bytes('unread'))
      await quiet()
      startThen(({ socketId: accepted }) => start('destroy', accepted), 'accept', socketId)
      await quiet()
      await call('read', client, 20)
      await call('getInfo', client)
    },
  },
]
