/** Sockets that listen, and listening again. Chromium extensions/browser/api/socket/tcp_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const listenScenarios: readonly Scenario[] = [
  {
    name: 'listen: what a listening socket does otherwise',
    why: 'Functions that are for connections fail on a listening socket, each with its own code.',
    needs: ['listen'],
    async play({ call, bytes, listening, peers }) {
      const { socketId } = await listening()
      await call('getInfo', socketId)
      await call('read', socketId)
      await call('read', socketId, 0)
      await call('write', socketId, bytes('x'))
      await call('connect', socketId, '127.0.0.1', peers['echo'])
      await call('setNoDelay', socketId, true)
      await call('setKeepAlive', socketId, true)
      await call('secure', socketId)
      await call('bind', socketId, '127.0.0.1', 0)
      await call('recvFrom', socketId)
      await call('joinGroup', socketId, '224.0.0.1')
      await call('getInfo', socketId)
    },
  },
  {
    name: 'listen: while it is pending',
    why: 'Calls of the same script as listen meet a socket that does not listen yet.',
    varies: true,
    unordered: true,
    needs: ['listen'],
    async play({ start, bytes, tcp, quiet }) {
      const socket = await tcp()
      start('listen', socket, '127.0.0.1', 0)
      start('getInfo', socket)
      start('read', socket)
      start('write', socket, bytes('x'))
      start('secure', socket)
      start('setNoDelay', socket, true)
      start('accept', socket)
      start('accept', socket)
      await quiet()
    },
  },
  {
    name: 'listen: failures and what works afterwards',
    why: 'Each failure of listen has its code, and leaves a socket that can be used again.',
    needs: ['listen'],
    async play({ call, start, bytes, tcp, peers }) {
      const used = await tcp()
      await call('listen', used, '127.0.0.1', peers['echo'])
      await call('getInfo', used)
      await call('accept', used)
      await call('read', used)
      await call('write', used, bytes('x'))
      await call('connect', used, '127.0.0.1', peers['echo'])
      await call('listen', used, '127.0.0.1', 0)
      await call('getInfo', used)
      start('destroy', used)
      const named = await tcp()
      await call('listen', named, 'localhost', 0)
      await call('listen', named, '', 0)
      await call('listen', named, 'nosuch..invalid', 0)
      await call('read', named)
      await call('listen', named, '127.0.0.1', 0)
      const client = await tcp()
      await call('listen', client, 'localhost', 0)
      await call('connect', client, '127.0.0.1', peers['echo'])
      await call('getInfo', client)
      const foreign = await tcp()
      await call('listen', foreign, '192.0.2.77', 0)
      await call('getInfo', foreign)
    },
  },
  {
    name: 'listen: with connect in one script',
    why: 'A socket either connects or listens: the other call fails.',
    varies: true,
    unordered: true,
    needs: ['listen'],
    async play({ call, start, tcp, peers, quiet }) {
      const socket = await tcp()
      start('connect', socket, '127.0.0.1', peers['echo'])
      start('listen', socket, '127.0.0.1', 0)
      await quiet()
      await call('listen', socket, '127.0.0.1', 0)
      await call('listen', socket, 'localhost', 0)
    },
  },
  {
    name: 'listen: again after disconnect',
    why: 'disconnect frees the port, so that the same socket can listen there again.',
    needs: ['listen'],
    async play({ call, start, tcp, listening, peers }) {
      const { socketId } = await listening()
      start('disconnect', socketId)
      await call('getInfo', socketId)
      await call('accept', socketId)
      await call('read', socketId)
      await call('connect', socketId, '127.0.0.1', peers['echo'])
      await call('getInfo', socketId)
      await call('listen', socketId, '127.0.0.1', 0)
      const { localPort } = await call('getInfo', socketId)
      await call('connect', await tcp(), '127.0.0.1', localPort)
      await call('accept', socketId)
    },
  },
  {
    name: 'listen: again on a listening socket',
    why: 'Chromium listens at both addresses, which is a listed difference.',
    needs: ['listen'],
    async play({ call, tcp, listening, peers, note, start, quiet }) {
      const { socketId, port } = await listening()
      await call('listen', socketId, '127.0.0.1', 0)
      const { localPort } = await call('getInfo', socketId)
      note(`another port: ${port !== localPort}`)
      await call('connect', await tcp(), '127.0.0.1', port)
      await call('connect', await tcp(), '127.0.0.1', localPort)
      await call('accept', socketId)
      await call('listen', socketId, '127.0.0.1', peers['echo'])
      await call('getInfo', socketId)
      await call('listen', socketId, 'localhost', 0)
      await call('getInfo', socketId)
      start('accept', socketId)
      await quiet()
    },
  },
  {
    name: 'listen: again on a listening socket, with a connection at each address',
    why: 'Chromium accepts at the old address only, which is a listed difference.',
    needs: ['listen'],
    async play({ call, tcp, listening }) {
      const { socketId, port } = await listening()
      const [first, second] = [await tcp(), await tcp()]
      await call('connect', first, '127.0.0.1', port)
      await call('listen', socketId, '127.0.0.1', 0)
      const { localPort } = await call('getInfo', socketId)
      await call('connect', second, '127.0.0.1', localPort)
      await call('getInfo', first)
      await call('getInfo', second)
      const accepted = await call('accept', socketId)
      await call('getInfo', accepted.socketId)
    },
  },
  {
    name: 'listen: again at its own port',
    why: 'The port is taken by the socket itself.',
    needs: ['listen'],
    async play({ call, listening }) {
      const { socketId, port } = await listening()
      await call('listen', socketId, '127.0.0.1', port)
      await call('getInfo', socketId)
      await call('accept', socketId)
      await call('listen', socketId, '127.0.0.1', 0)
      await call('getInfo', socketId)
    },
  },
  {
    name: 'listen: disconnect and destroy right after the call',
    why: 'A listener that ends before it is there must not keep the port.',
    varies: true,
    unordered: true,
    needs: ['listen'],
    async play({ call, start, tcp, quiet }) {
      for (const end of ['disconnect', 'destroy']) {
        const socket = await tcp()
        start('listen', socket, '127.0.0.1', 0)
        start(end, socket)
        start('getInfo', socket)
        await quiet()
        await call('getInfo', socket)
      }
    },
  },
  {
    name: 'listen: backlogs',
    why: 'listen refuses a backlog of 0, and accepts negative and huge backlogs.',
    needs: ['listen'],
    async play({ call, start, tcp }) {
      for (const backlog of [0, 1, -1, 5, 2_147_483_647, -2_147_483_648]) {
        const socket = await tcp()
        await call('listen', socket, '127.0.0.1', 0, backlog)
        const { localPort } = await call('getInfo', socket)
        if (localPort !== undefined) {
          const client = await tcp()
          await call('connect', client, '127.0.0.1', localPort)
          await call('accept', socket)
        }
        start('destroy', socket)
      }
    },
  },
  {
    name: 'listen: on every address',
    why: 'A listener on 0.0.0.0 or :: is reached by every loopback address of the family.',
    needs: ['listen', 'ipv6'],
    async play({ call, start, tcp }) {
      for (const [address, target] of [
        ['0.0.0.0', '127.0.0.1'],
        ['::', '::1'],
        ['::', '127.0.0.1'],
        ['::1', '::1'],
      ] as const) {
        const server = await tcp()
        await call('listen', server, address, 0)
        const { localPort } = await call('getInfo', server)
        const client = await tcp()
        await call('connect', client, target, localPort)
        await call('getInfo', client)
        const { socketId } = await call('accept', server)
        await call('getInfo', socketId)
        start('destroy', server)
      }
    },
  },
  {
    name: 'listen: ports outside 0 to 65535',
    why: 'Chromium takes the port modulo 65536, which is a listed difference.',
    needs: ['listen'],
    async play({ call, tcp, start }) {
      for (const port of [65_536, -65_536]) {
        const socket = await tcp()
        await call('listen', socket, '127.0.0.1', port)
        await call('getInfo', socket)
        start('destroy', socket)
      }
    },
  },
]
