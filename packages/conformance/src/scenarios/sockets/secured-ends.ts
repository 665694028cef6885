/** The ends of secured connections of chrome.sockets.tcp. Chromium extensions/browser/api/sockets_tcp/sockets_tcp_api.cc */
import type { Scenario } from '../../scenario.ts'
import { securedConnection } from './secure-clients.ts'

export const securedEndScenarios: readonly Scenario[] = [
  ...['tlsBye', 'tlsCut', 'tlsReset', 'tlsSource'].flatMap((ending) =>
    ['TLSv1.2', 'TLSv1.3'].map((version): Scenario => ({
      name: `sockets.tcp: the end of a secured connection (${ending} ${version})`,
      why: 'Every end is -100, after all bytes.',
      parameter: `${ending} ${version}`,
      async play(stage, peer) {
        const { call, bytes, collect, received } = stage
        collect()
        const socket = await securedConnection(stage, peer)
        await call('tcp.send', socket, bytes('go'))
        await received(socket, 400_000)
        await call('tcp.getInfo', socket)
        await call('tcp.send', socket, bytes('x'))
      },
    })),
  ),
  ...['rsa', 'tlsBye TLSv1.2', 'tlsBye TLSv1.3'].map((parameter): Scenario => ({
    name: `sockets.tcp: calls after the end of a secured connection (${parameter})`,
    why: 'secure looks at the kind of the socket before it looks at the connection.',
    parameter,
    async play(stage, peer) {
      const { call, bytes, collect, received } = stage
      collect()
      const socket = await securedConnection(stage, peer)
      await call('tcp.send', socket, bytes('go'))
      await received(socket, 2)
      if (peer === 'rsa') await call('tcp.disconnect', socket)
      await received(socket, 4)
      for (const name of ['secure', 'setNoDelay', 'setKeepAlive']) {
        await call(`tcp.${name}`, socket, ...(name === 'secure' ? [] : [true]))
      }
      await call('tcp.update', socket, { name: 'named' })
      await call('tcp.setPaused', socket, false)
      await call('tcp.getInfo', socket)
      await call('tcp.disconnect', socket)
      await call('tcp.secure', socket)
    },
  })),
]
