/** Servers and clients of one app: both ends are `chrome.socket`. Chromium extensions/browser/api/socket/tcp_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const ownServerScenarios: readonly Scenario[] = (
  [
    {
      name: 'own server: both ends write and read',
      why: 'A server and its client in one app, the smallest example.',
      async play({ call, pair, bytes, readAll }) {
        const { client, accepted } = await pair()
        await call('write', client, bytes('to the server'))
        await call('write', accepted, bytes('to the client'))
        await readAll(accepted, 13)
        await readAll(client, 13)
        await call('getInfo', client)
        await call('getInfo', accepted)
      },
    },
    {
      name: 'own server: much data both ways at once',
      why: 'Both directions carry more than all buffers together, and neither blocks the other.',
      async play({ start, pair, bytes, readAll, quiet }) {
        const { client, accepted } = await pair()
        start('write', client, bytes(300_000))
        start('write', accepted, bytes(200_000))
        await Promise.all([readAll(accepted, 300_000), readAll(client, 200_000)])
        await quiet()
      },
      unordered: true,
    },
    {
      name: 'own server: the client disconnects, and the server reads to the end',
      why: 'The server gets all bytes and then the end.',
      async play({ call, start, pair, bytes, readAll, quiet }) {
        const { client, accepted } = await pair()
        await call('write', client, bytes('last words'))
        start('disconnect', client)
        await quiet()
        await call('getInfo', accepted)
        await readAll(accepted, 100)
        await call('getInfo', accepted)
        await call('read', accepted)
        await call('write', accepted, bytes('too late'))
        await call('setNoDelay', accepted, true)
      },
    },
    {
      name: 'own server: the server destroys a connection that the client is reading from',
      why: 'The pending read of the client learns of the end.',
      async play({ call, start, pair, bytes, quiet }) {
        const { client, accepted } = await pair()
        start('read', client)
        await quiet()
        start('destroy', accepted)
        await quiet()
        await call('getInfo', client)
        await call('read', client)
        await call('write', client, bytes('x'))
      },
    },
    {
      name: 'own server: accepted connections outlive the listener',
      why: 'Destroying the listener does not end its connections.',
      async play({ call, start, pair, bytes, readAll, quiet }) {
        for (const end of ['disconnect', 'destroy']) {
          const { client, accepted, listener } = await pair()
          start(end, listener)
          await quiet()
          await call('write', client, bytes('still'))
          await readAll(accepted, 5)
          await call('write', accepted, bytes('here'))
          await readAll(client, 4)
        }
      },
    },
    {
      name: 'own server: connections are accepted in the order in which they came',
      why: 'Servers rely on first come, first served.',
      async play({ call, listening, tcp, bytes }) {
        const { socketId, port } = await listening()
        for (const greeting of ['first', 'second', 'third']) {
          const client = await tcp()
          await call('connect', client, '127.0.0.1', port)
          await call('write', client, bytes(greeting))
        }
        for (let count = 0; count < 3; count += 1) {
          const { socketId: accepted } = await call('accept', socketId)
          await call('read', accepted)
        }
      },
    },
    {
      name: 'own server: a client that goes before it is accepted',
      why: 'A connection that has ended already is still accepted, and its first read is the end.',
      async play({ call, start, listening, tcp, quiet }) {
        const { socketId, port } = await listening()
        const client = await tcp()
        await call('connect', client, '127.0.0.1', port)
        start('destroy', client)
        await quiet()
        const { socketId: accepted } = await call('accept', socketId)
        await call('getInfo', accepted)
        await call('read', accepted)
        await call('getInfo', accepted)
      },
    },
    {
      name: 'own server: a client connects again with the same socket',
      why: 'The server sees two connections of one client socket.',
      async play({ call, start, listening, tcp, bytes, quiet }) {
        const { socketId, port } = await listening()
        const client = await tcp()
        for (const greeting of ['once', 'twice']) {
          await call('connect', client, '127.0.0.1', port)
          const { socketId: accepted } = await call('accept', socketId)
          await call('write', client, bytes(greeting))
          await call('read', accepted)
          start('disconnect', client)
          await quiet()
          await call('read', accepted)
        }
      },
    },
    {
      name: 'own server: the options of both ends',
      why: 'setNoDelay and setKeepAlive work on accepted sockets, too.',
      async play({ call, pair }) {
        const { client, accepted, listener } = await pair()
        for (const socket of [client, accepted, listener]) {
          await call('setNoDelay', socket, true)
          await call('setNoDelay', socket, false)
          for (const delay of [0, 1, 32_767, 32_768, 2_147_483_647, -1]) await call('setKeepAlive', socket, true, delay)
          await call('setKeepAlive', socket, false, -1)
          await call('setKeepAlive', socket, false)
          await call('setKeepAlive', socket, true, null)
        }
      },
    },
    {
      name: 'own server: what the accepted and the listening socket refuse',
      why: 'Accepted and listening sockets refuse unsuitable calls, each in its own way.',
      async play({ call, pair, bytes }) {
        const { client, accepted, listener } = await pair()
        for (const socket of [accepted, listener]) {
          await call('bind', socket, '127.0.0.1', 0)
          await call('recvFrom', socket)
          await call('sendTo', socket, bytes('x'), '127.0.0.1', 9)
          await call('joinGroup', socket, '224.0.0.251')
          await call('getJoinedGroups', socket)
          await call('setMulticastTimeToLive', socket, 300)
          await call('read', socket, 0)
          await call('read', socket, -5)
        }
        await call('accept', client)
        await call('accept', accepted)
        await call('listen', client, '127.0.0.1', 0)
        await call('listen', accepted, 'x', 0)
        await call('connect', client, '127.0.0.1', 0)
      },
    },
    {
      name: 'own server: a read pending on each end, then both are destroyed',
      why: 'Neither end may be answered after its destroy.',
      async play({ start, pair, quiet }) {
        const { client, accepted, listener } = await pair()
        start('read', client)
        start('read', accepted)
        start('accept', listener)
        await quiet()
        for (const socket of [client, accepted, listener]) start('destroy', socket)
        await quiet()
      },
    },
    {
      name: 'own server: many clients at once',
      why: 'Accepts, reads and writes of many sockets do not get mixed up.',
      async play({ call, listening, tcp, bytes, readAll, quiet }) {
        const { socketId, port } = await listening('0.0.0.0')
        const clients: number[] = []
        for (let count = 0; count < 5; count += 1) clients.push(await tcp())
        await Promise.all(clients.map((client) => call('connect', client, '127.0.0.1', port)))
        for (let count = 0; count < 5; count += 1) {
          const { socketId: accepted } = await call('accept', socketId)
          await call('write', accepted, bytes('one of five'))
        }
        await quiet()
        for (const client of clients) await readAll(client, 11)
      },
      unordered: true,
      varies: true,
    },
    {
      name: 'own server: an accept that waits gets the connection of a client that has gone already',
      why: 'A pending accept takes a connection whose client has disconnected right after connecting.',
      async play({ start, startThen, listening, tcp, call, quiet }) {
        const { socketId, port } = await listening()
        startThen(({ socketId: accepted }) => start('read', accepted), 'accept', socketId)
        await quiet()
        const client = await tcp()
        await call('connect', client, '127.0.0.1', port)
        start('disconnect', client)
        await quiet()
      },
    },
    {
      name: 'own server: a port is free again once the listener is gone',
      why: 'destroy frees the port at once, although its connections go on.',
      async play({ call, start, listening, tcp, quiet }) {
        for (const end of ['disconnect', 'destroy']) {
          const { socketId, port } = await listening()
          const second = await tcp()
          await call('listen', second, '127.0.0.1', port)
          start(end, socketId)
          await quiet()
          await call('listen', second, '127.0.0.1', port)
          await call('getInfo', second)
        }
      },
    },
    {
      name: 'own server: one port on several addresses',
      why: 'Several loopback addresses can have a listener at one port. An unspecified address cannot have one beside them.',
      needs: ['ipv6'],
      async play({ call, start, listening, tcp, quiet }) {
        const { socketId, port } = await listening('127.0.0.1')
        for (const address of ['127.0.0.2', '::1', '0.0.0.0', '::', '127.0.0.1']) {
          const other = await tcp()
          await call('listen', other, address, port)
          start('destroy', other)
          await quiet()
        }
        start('destroy', socketId)
      },
    },
    {
      name: 'own server: a large write is taken while nobody reads',
      why: 'The system takes as many bytes as its buffers hold. The answer of the write waits for the rest.',
      async play({ call, start, pair, bytes, readAll, quiet }) {
        const { client, accepted } = await pair()
        start('write', client, bytes(65_000))
        await quiet()
        start('write', client, bytes('behind it'))
        await quiet()
        await call('getInfo', client)
        await readAll(accepted, 65_009)
      },
    },
    {
      name: 'own server: what was written arrives when the writer disconnects in the callback',
      why: 'Disconnecting in the callback of write is the usual end of an old app.',
      async play({ startThen, start, pair, bytes, readAll, quiet }) {
        const { client, accepted } = await pair()
        startThen(() => start('disconnect', client), 'write', client, bytes(100_000))
        await readAll(accepted, 200_000)
        await quiet()
      },
      unordered: true,
    },
    {
      name: 'own server: connected to itself by way of every loopback address',
      why: 'Every way to write the loopback address leads to the same listener.',
      needs: ['ipv6'],
      async play({ call, listening, tcp }) {
        for (const [at, ...names] of [
          ['127.0.0.1', '127.1', '0x7f000001', '0.0.0.0', 'localhost', '::ffff:127.0.0.1'],
          ['::1', '0:0::1', 'localhost', '::'],
          ['::', '127.0.0.1', '::1', '::ffff:127.0.0.1', 'LocalHost'],
          ['0.0.0.0', '127.0.0.2', '0', '::1'],
        ] as const) {
          const { socketId, port } = await listening(at)
          for (const name of names) {
            const client = await tcp()
            if (((await call('connect', client, name, port)) as unknown) !== 0) continue
            await call('getInfo', client)
            const { socketId: accepted } = await call('accept', socketId)
            await call('getInfo', accepted)
          }
        }
      },
    },
  ] satisfies readonly Scenario[]
).map((each) => ({ ...each, needs: ['listen', ...('needs' in each ? each.needs : [])] }))
