/**
 * chrome.sockets.tcpServer: pausing, and listening more than once.
 * Chromium extensions/browser/api/sockets_tcp_server/tcp_server_socket_event_dispatcher.cc
 */
import type { Scenario, Stage } from '../../scenario.ts'
import { connectTo } from './server-clients.ts'

/** A server that is paused while it listens. Its events are written. */
async function pausedServer({
  call,
  hear,
  sockets,
}: Pick<Stage, 'call' | 'hear' | 'sockets'>): Promise<{ readonly socketId: number; readonly port: number }> {
  hear('tcpServer.onAccept')
  hear('tcpServer.onAcceptError')
  const server = await sockets.listening()
  await call('tcpServer.setPaused', server.socketId, true)
  return server
}

export const serverPausingScenarios: readonly Scenario[] = [
  {
    name: 'sockets.tcpServer: nobody hears onAccept',
    why: 'A connection that no listener hears of is accepted and lost: it stays open until its server side is closed.',
    unordered: true,
    async play({ call, hear, quiet, sockets }) {
      const { socketId, port } = await sockets.listening()
      await connectTo({ call, sockets, quiet }, port)
      hear('tcpServer.onAccept')
      hear('tcp.onReceiveError')
      await quiet()
      await connectTo({ call, sockets, quiet }, port)
      await call('tcpServer.close', socketId)
      await quiet()
    },
  },
  {
    name: 'sockets.tcpServer: paused while it listens',
    why: 'The outstanding accept still takes one connection, and the others wait in the queue of the system.',
    unordered: true,
    async play({ call, hear, quiet, sockets }) {
      const { socketId, port } = await pausedServer({ call, hear, sockets })
      await call('tcpServer.getInfo', socketId)
      await connectTo({ call, sockets, quiet }, port, port, port)
      await call('tcpServer.setPaused', socketId, true)
      await quiet()
    },
  },
  {
    name: 'sockets.tcpServer: unpaused again',
    why: 'Chromium accepts no connection after the pause, which is a listed difference.',
    unordered: true,
    async play({ call, hear, quiet, sockets }) {
      const { socketId, port } = await pausedServer({ call, hear, sockets })
      await connectTo({ call, sockets, quiet }, port, port)
      await call('tcpServer.setPaused', socketId, false)
      await quiet()
      await call('tcpServer.getInfo', socketId)
    },
  },
  {
    name: 'sockets.tcpServer: paused, and then at another address',
    why: 'Old apps resume a server by disconnect and listen. It keeps its pause until then.',
    unordered: true,
    async play({ call, hear, quiet, sockets }) {
      const { socketId, port } = await pausedServer({ call, hear, sockets })
      await connectTo({ call, sockets, quiet }, port)
      await call('tcpServer.disconnect', socketId)
      await call('tcpServer.getInfo', socketId)
      await call('tcpServer.setPaused', socketId, false)
      await quiet()
      await call('tcpServer.listen', socketId, '127.0.0.1', port)
      await quiet()
      await connectTo({ call, sockets, quiet }, port)
    },
  },
  {
    name: 'sockets.tcpServer: paused before listen',
    why: 'A paused server accepts no connection. Chromium accepts none after the pause, either, which is a listed difference.',
    unordered: true,
    async play({ call, hear, quiet, sockets }) {
      hear('tcpServer.onAccept')
      hear('tcpServer.onAcceptError')
      const server = await sockets.server()
      await call('tcpServer.setPaused', server, true)
      await call('tcpServer.listen', server, '127.0.0.1', 0)
      const { localPort = 0 } = await call('tcpServer.getInfo', server)
      await connectTo({ call, sockets, quiet }, localPort)
      await call('tcpServer.setPaused', server, false)
      await quiet()
    },
  },
  {
    name: 'sockets.tcpServer: listen on a listening server',
    why: 'Chromium listens at both addresses and is paused after that, which is a listed difference.',
    unordered: true,
    async play({ call, hear, quiet, sockets }) {
      hear('tcpServer.onAccept')
      hear('tcpServer.onAcceptError')
      const { socketId, port } = await sockets.listening()
      await call('tcpServer.listen', socketId, '127.0.0.1', 0)
      await quiet()
      const { localPort = 0 } = await call('tcpServer.getInfo', socketId)
      await connectTo({ call, sockets, quiet }, port, localPort)
    },
  },
  {
    name: 'sockets.tcpServer: listen on a listening server, at a taken port',
    why: 'The second listen fails, and the server then listens nowhere. In Chromium getInfo still has the old address, which is a listed difference.',
    unordered: true,
    async play({ call, hear, quiet, sockets }) {
      hear('tcpServer.onAccept')
      hear('tcpServer.onAcceptError')
      const { port: taken } = await sockets.listening()
      const { socketId, port } = await sockets.listening()
      await call('tcpServer.listen', socketId, '127.0.0.1', taken)
      await quiet()
      await call('tcpServer.getInfo', socketId)
      await connectTo({ call, sockets, quiet }, port)
    },
  },
]
