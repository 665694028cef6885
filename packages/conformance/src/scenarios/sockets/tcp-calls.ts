/** chrome.sockets.tcp: its functions. Chromium extensions/browser/api/sockets_tcp/sockets_tcp_api.cc */
import type { Scenario } from '../../scenario.ts'

export const tcpCallScenarios: readonly Scenario[] = [
  {
    name: 'sockets.tcp: create, update and getInfo',
    why: 'update changes only the given properties. An empty name or a bufferSize that is not positive removes the property.',
    async play({ call }) {
      const { socketId } = await call('tcp.create')
      await call('tcp.getInfo', socketId)
      for (const properties of [
        { name: 'a name' },
        { persistent: true },
        { bufferSize: 10 },
        {},
        { name: null, persistent: null, bufferSize: null },
        { name: undefined },
        { bufferSize: 0 },
        { bufferSize: 2_147_483_646 },
        { bufferSize: -1 },
        { name: '', persistent: false },
        { name: 'b', persistent: true, bufferSize: 65_536 },
      ]) {
        await call('tcp.update', socketId, properties)
        await call('tcp.getInfo', socketId)
      }
      const all = await call('tcp.create', { name: 'all', persistent: true, bufferSize: 5 })
      await call('tcp.getInfo', all.socketId)
      await call('tcp.create', null)
      await call('tcp.create', undefined)
    },
  },
  {
    name: 'sockets.tcp: getSockets',
    why: 'getSockets lists the open sockets of the namespace, in the form of getInfo.',
    async play({ call, sockets }) {
      await call('tcp.getSockets')
      const first = await sockets.tcp({ name: 'first' })
      const second = await sockets.connected('echo', { bufferSize: 9 })
      const { accepted } = await sockets.pair()
      await call('tcp.getSockets')
      await call('tcp.close', first)
      await call('tcp.disconnect', second)
      await call('tcp.getSockets')
      await call('tcp.close', accepted)
      await call('udp.getSockets')
      await call('tcpServer.getSockets')
    },
  },
  {
    name: 'sockets.tcp: connect fails, and works afterwards',
    why: 'Each failure has its net error as number and as text. The socket can be used again.',
    async play({ call, peers, sockets }) {
      const socket = await sockets.tcp()
      await call('tcp.connect', socket, '127.0.0.1', peers['refused'])
      await call('tcp.getInfo', socket)
      await call('tcp.connect', socket, '127.0.0.1', 0)
      await call('tcp.connect', socket, 'nosuch..invalid', peers['echo'])
      await call('tcp.connect', socket, '127.0.0.1', peers['echo'])
      await call('tcp.connect', socket, '127.0.0.1', peers['echo'])
      await call('tcp.connect', socket, 'nosuch..invalid', peers['echo'])
      await call('tcp.getInfo', socket)
    },
  },
  {
    name: 'sockets.tcp: texts that connect takes for an address',
    why: 'Names are resolved as in a browser, and IPv4 literals read as in a URL.',
    needs: ['ipv6'],
    async play({ call, start, peers, sockets }) {
      for (const host of [
        'localhost',
        'LOCALHOST.',
        'foo.localhost',
        '127.1',
        '0.0.0.0',
        '::1',
        '::ffff:127.0.0.1',
        '',
        ' 127.0.0.1',
        '127.0.0.1 ',
        '[::1]',
        '::1%lo',
        '256.1.1.1',
        '0x7f.1',
        'a b',
      ]) {
        const socket = await sockets.tcp()
        await call('tcp.connect', socket, host, peers['echoBoth'])
        await call('tcp.getInfo', socket)
        start('tcp.close', socket)
      }
    },
  },
  {
    name: 'sockets.tcp: dnsQueryType of connect',
    why: 'dnsQueryType is the family of the addresses: both are tried by default, and a literal of the other family fails.',
    needs: ['ipv6'],
    async play({ call, start, peers, sockets }) {
      for (const type of ['any', 'ipv4', 'ipv6', null, undefined]) {
        for (const [host, peer] of [
          ['localhost', 'echoBoth'],
          ['localhost', 'echo'],
          ['localhost', 'echo6'],
          ['127.0.0.1', 'echo'],
          ['::1', 'echo6'],
          ['nosuch..invalid', 'echo'],
        ] as const) {
          const socket = await sockets.tcp()
          await call('tcp.connect', socket, host, peers[peer], type)
          await call('tcp.getInfo', socket)
          start('tcp.close', socket)
        }
      }
    },
  },
  {
    name: 'sockets.tcp: two connects in one script',
    why: 'The second connect fails for any target.',
    unordered: true,
    varies: true,
    async play({ call, start, peers, quiet, sockets }) {
      const socket = await sockets.tcp()
      start('tcp.connect', socket, '127.0.0.1', peers['echo'])
      start('tcp.connect', socket, '127.0.0.1', peers['sink'])
      await quiet()
      await call('tcp.getInfo', socket)
      const other = await sockets.tcp()
      start('tcp.connect', other, '127.0.0.1', peers['unanswered'])
      await quiet()
      start('tcp.connect', other, '127.0.0.1', peers['echo'])
      await quiet()
    },
  },
  {
    name: 'sockets.tcp: ports outside 0 to 65535',
    why: 'Chromium takes the port modulo 65536, which is a listed difference.',
    async play({ call, bytes, peers, sockets }) {
      for (const port of [(peers['echo'] ?? 0) + 65_536, -1, 65_536]) {
        const socket = await sockets.tcp()
        const result: unknown = await call('tcp.connect', socket, '127.0.0.1', port)
        if (result === 0) await call('tcp.send', socket, bytes('x'))
      }
    },
  },
  {
    name: 'sockets.tcp: sends are queued and answered in order',
    why: 'Each send is answered with its full length. An empty send is a send, too.',
    async play({ start, bytes, collect, received, quiet, sockets }) {
      collect()
      const socket = await sockets.connected('echo')
      for (const content of ['a', '', 'bc', 100_000, 'd']) start('tcp.send', socket, bytes(content))
      await quiet()
      await received(socket, 100_004)
    },
  },
  {
    name: 'sockets.tcp: what was in the buffer at the call is what is sent',
    why: 'Apps use their buffer again as soon as send has returned.',
    async play({ start, bytes, hear, next, sockets }) {
      hear('tcp.onReceive')
      const socket = await sockets.connected('echo')
      const data = bytes('before')
      start('tcp.send', socket, new Uint8Array(data, 1, 4))
      new Uint8Array(data).fill(0x21)
      await next('tcp.onReceive')
    },
  },
  {
    name: 'sockets.tcp: send before connect and after the end',
    why: 'A failed send has a resultCode and no bytesSent.',
    async play({ call, bytes, sockets }) {
      const socket = await sockets.tcp()
      await call('tcp.send', socket, bytes('x'))
      await call('tcp.send', socket, bytes(''))
      const other = await sockets.connected('echo')
      await call('tcp.disconnect', other)
      await call('tcp.send', other, bytes('x'))
    },
  },
  {
    name: 'sockets.tcp: more sends pending than the quota',
    why: 'An app may have 200 MiB of sends pending. The next send has an error and no result.',
    unordered: true,
    async play({ chrome, start, bytes, note, show, quiet, sockets }) {
      const socket = await sockets.connected('silent')
      const { send } = (chrome.sockets as Record<string, Record<string, (...args: unknown[]) => void>>)['tcp']!
      const data = new ArrayBuffer(62_914_560)
      for (let count = 1; count <= 5; count += 1) {
        send!(socket, data, (result: unknown) => {
          note(`send ${count}: ${show(result)}, lastError ${show(chrome.runtime.lastError)}`)
        })
      }
      await quiet()
      await quiet()
      start('tcp.close', socket)
      await quiet()
      const other = await sockets.connected('sink')
      start('tcp.send', other, bytes('after it'))
    },
  },
  {
    name: 'sockets.tcp: setNoDelay and setKeepAlive',
    why: 'Both functions need a connection, and setKeepAlive a delay from 0 to 32767.',
    async play({ call, sockets }) {
      const socket = await sockets.connected('echo')
      await call('tcp.setNoDelay', socket, true)
      await call('tcp.setNoDelay', socket, false)
      for (const delay of [undefined, null, 0, 1, 32_767, 32_768, -1, 2_147_483_647]) {
        await call('tcp.setKeepAlive', socket, true, delay)
        await call('tcp.setKeepAlive', socket, false, delay)
      }
      await call('tcp.setKeepAlive', socket, true)
      const fresh = await sockets.tcp()
      await call('tcp.setNoDelay', fresh, true)
      await call('tcp.setKeepAlive', fresh, true, 5)
      await call('tcp.setKeepAlive', fresh, true, -1)
    },
  },
  {
    name: 'sockets.tcp: calls that need no network, behind one that does',
    why: 'Chromium answers such calls before an earlier send or connect, because it has two processes.',
    unordered: true,
    async play({ start, bytes, hear, quiet, sockets }) {
      hear('tcp.onReceive')
      const socket = await sockets.connected('echo')
      start('tcp.send', socket, bytes('x'))
      start('tcp.getInfo', socket)
      start('tcp.setPaused', socket, false)
      start('tcp.update', socket, { name: 'n' })
      start('tcp.getSockets')
      start('tcp.setNoDelay', socket, true)
      start('tcp.create', {})
      start('tcp.disconnect', 99_999)
      await quiet()
    },
  },
]
