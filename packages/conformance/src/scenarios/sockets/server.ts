/** chrome.sockets.tcpServer. Chromium extensions/browser/api/sockets_tcp_server/{sockets_tcp_server_api,tcp_server_socket_event_dispatcher}.cc */
import type { Scenario, Stage } from '../../scenario.ts'
import { connectTo } from './server-clients.ts'

export const serverScenarios: readonly Scenario[] = [
  {
    name: 'sockets.tcpServer: listen, accept, both ends, close',
    why: 'The whole life of a server: it accepts by itself, and accepted sockets are paused until the app is ready.',
    unordered: true,
    async play({ call, hear, next, bytes, quiet, sockets }) {
      hear('tcpServer.onAccept')
      hear('tcpServer.onAcceptError')
      hear('tcp.onReceive')
      hear('tcp.onReceiveError')
      const { socketId } = await call('tcpServer.create', { name: 'server' })
      await call('tcpServer.getInfo', socketId)
      await call('tcpServer.listen', socketId, '127.0.0.1', 0)
      const { localPort } = await call('tcpServer.getInfo', socketId)
      const client = await sockets.tcp()
      await call('tcp.connect', client, '127.0.0.1', localPort)
      const { clientSocketId } = await next('tcpServer.onAccept')
      await quiet()
      await call('tcp.getInfo', clientSocketId)
      await call('tcp.getInfo', client)
      await call('tcp.send', client, bytes('hello'))
      await quiet()
      await call('tcp.setPaused', clientSocketId, false)
      await next('tcp.onReceive')
      await call('tcp.send', clientSocketId, bytes('answer'))
      await next('tcp.onReceive')
      await call('tcpServer.close', socketId)
      await quiet()
      await call('tcpServer.getInfo', socketId)
      await call('tcp.send', client, bytes('still here'))
      await next('tcp.onReceive')
      await call('tcp.connect', clientSocketId, '127.0.0.1', localPort)
      await call('tcp.close', clientSocketId)
      await next('tcp.onReceiveError')
      await quiet()
    },
  },
  {
    name: 'sockets.tcpServer: addresses of listen',
    why: 'listen takes IP literals only, and each failure has its net error.',
    needs: ['ipv6'],
    async play({ call, start, sockets }) {
      for (const address of [
        '127.0.0.1',
        '0.0.0.0',
        '::1',
        '::',
        '127.1',
        '0',
        '192.0.2.77',
        'localhost',
        '',
        '*',
        '[::1]',
        '::ffff:127.0.0.1',
      ]) {
        const server = await sockets.server()
        await call('tcpServer.listen', server, address, 0)
        await call('tcpServer.getInfo', server)
        start('tcpServer.close', server)
      }
    },
  },
  {
    name: 'sockets.tcpServer: a listen that fails, and what works afterwards',
    why: 'The server can listen again after each failure.',
    async play({ call, hear, sockets }) {
      hear('tcpServer.onAcceptError')
      const { port } = await sockets.listening()
      const server = await sockets.server()
      await call('tcpServer.listen', server, '127.0.0.1', port)
      await call('tcpServer.listen', server, 'localhost', 0)
      await call('tcpServer.listen', server, '127.0.0.1', 0, 0)
      await call('tcpServer.getInfo', server)
      await call('tcpServer.listen', server, '127.0.0.1', 0)
      await call('tcpServer.getInfo', server)
    },
  },
  {
    name: 'sockets.tcpServer: backlogs',
    why: 'listen refuses a backlog of 0, and accepts negative and huge backlogs.',
    async play({ call, sockets }) {
      for (const backlog of [undefined, null, 0, 1, 5, -1, 100_000, 2_147_483_647]) {
        const server = await sockets.server()
        await call('tcpServer.listen', server, '127.0.0.1', 0, backlog)
        await call('tcpServer.close', server)
      }
    },
  },
  {
    name: 'sockets.tcpServer: ports outside 0 to 65535',
    why: 'Chromium takes the port modulo 65536, which is a listed difference.',
    async play({ call, sockets }) {
      for (const port of [65_536, 131_072]) {
        const server = await sockets.server()
        await call('tcpServer.listen', server, '127.0.0.1', port)
        await call('tcpServer.getInfo', server)
        await call('tcpServer.close', server)
      }
    },
  },
  {
    name: 'sockets.tcpServer: many connections',
    why: 'The server raises one event for each connection, in order of arrival.',
    unordered: true,
    async play({ call, hear, quiet, sockets }) {
      hear('tcpServer.onAccept')
      const { port } = await sockets.listening()
      for (let count = 0; count < 5; count += 1) {
        const client = await sockets.tcp()
        await call('tcp.connect', client, '127.0.0.1', port)
        await quiet()
      }
    },
  },
  {
    name: 'sockets.tcpServer: a client that resets or ends before it is accepted',
    why: 'The server accepts the connection anyway. Its end comes when the accepted socket is unpaused.',
    unordered: true,
    async play({ call, hear, next, bytes, quiet, sockets }) {
      hear('tcpServer.onAccept')
      hear('tcp.onReceive')
      hear('tcp.onReceiveError')
      const { port } = await sockets.listening()
      for (const text of ['', 'first']) {
        const client = await sockets.tcp()
        await call('tcp.connect', client, '127.0.0.1', port)
        if (text !== '') await call('tcp.send', client, bytes(text))
        await call('tcp.close', client)
        await quiet()
        const { clientSocketId } = await next('tcpServer.onAccept')
        await call('tcp.getInfo', clientSocketId)
        await call('tcp.setPaused', clientSocketId, false)
        await quiet()
        await call('tcp.getInfo', clientSocketId)
      }
    },
  },
  {
    name: 'sockets.tcpServer: accepted over IPv6 and IPv4',
    why: 'An IPv4 client of a server on :: has a mapped address.',
    unordered: true,
    needs: ['ipv6'],
    async play({ call, hear, next, quiet, sockets }) {
      hear('tcpServer.onAccept')
      const { port } = await sockets.listening('::')
      for (const address of ['::1', '127.0.0.1']) {
        const client = await sockets.tcp()
        await call('tcp.connect', client, address, port)
        const { clientSocketId } = await next('tcpServer.onAccept')
        await quiet()
        await call('tcp.getInfo', clientSocketId)
        await call('tcp.getInfo', client)
      }
    },
  },
  ...['disconnect', 'close'].map((parameter) => ({
    name: `sockets.tcpServer: ${parameter} with connections`,
    why: 'The address becomes free, waiting connections end, and accepted connections stay open.',
    unordered: true,
    parameter,
    async play({ call, hear, next, bytes, quiet, sockets }: Stage, end: string) {
      hear('tcpServer.onAccept')
      hear('tcpServer.onAcceptError')
      hear('tcp.onReceive')
      hear('tcp.onReceiveError')
      const { socketId, port } = await sockets.listening()
      const first = await sockets.tcp()
      await call('tcp.connect', first, '127.0.0.1', port)
      const { clientSocketId } = await next('tcpServer.onAccept')
      await quiet()
      await call('tcpServer.setPaused', socketId, true)
      await quiet()
      await connectTo({ call, sockets, quiet }, port, port)
      await call(`tcpServer.${end}`, socketId)
      await quiet()
      await call('tcpServer.getInfo', socketId)
      await call('tcp.setPaused', clientSocketId, false)
      await call('tcp.send', first, bytes('lives on'))
      await next('tcp.onReceive')
      await call('tcpServer.listen', socketId, '127.0.0.1', port)
      await call('tcpServer.getInfo', socketId)
      const other = await sockets.server()
      await call('tcpServer.listen', other, '127.0.0.1', port)
    },
  })),
  ...['disconnect', 'close'].map((parameter) => ({
    name: `sockets.tcpServer: ${parameter} in the script of listen`,
    why: 'The callback of listen never comes, unless listen was answered first.',
    unordered: true,
    varies: true,
    parameter,
    async play({ call, start, hear, quiet, sockets }: Stage, end: string) {
      hear('tcpServer.onAcceptError')
      const server = await sockets.server()
      start('tcpServer.listen', server, '127.0.0.1', 0)
      start(`tcpServer.${end}`, server)
      await quiet()
      await call('tcpServer.getInfo', server)
    },
  })),
  {
    name: 'sockets.tcpServer: disconnect before listen, and twice',
    why: 'disconnect fails only for an unknown id.',
    async play({ call, sockets }) {
      const server = await sockets.server({ name: 'kept', persistent: true })
      await call('tcpServer.disconnect', server)
      await call('tcpServer.listen', server, '127.0.0.1', 0)
      await call('tcpServer.disconnect', server)
      await call('tcpServer.disconnect', server)
      await call('tcpServer.getInfo', server)
      await call('tcpServer.setPaused', server, true)
      await call('tcpServer.update', server, { name: 'new' })
      await call('tcpServer.getSockets')
      await call('tcpServer.close', server)
      await call('tcpServer.close', server)
    },
  },
  {
    name: 'sockets.tcpServer: an accepted connection that is closed with bytes unread',
    why: 'Its bytes are received even while it is paused, so the close does not reset the connection.',
    async play({ call, bytes, hear, next, quiet, sockets }) {
      hear('tcpServer.onAccept')
      const { port } = await sockets.listening()
      const client = await sockets.tcp()
      await call('tcp.setPaused', client, true)
      await call('tcp.connect', client, '127.0.0.1', port)
      const { clientSocketId } = await next('tcpServer.onAccept')
      await call('tcp.send', client, bytes('unread'))
      await quiet()
      await call('tcp.close', clientSocketId)
      await quiet()
      for (const text of ['first', 'second', 'third', 'fourth']) {
        await call('tcp.send', client, bytes(text))
        await quiet()
      }
      await call('tcp.getInfo', client)
    },
  },
]
