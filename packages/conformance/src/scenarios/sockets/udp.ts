/** chrome.sockets.udp: its functions. Chromium extensions/browser/api/sockets_udp/sockets_udp_api.cc */
import type { Scenario } from '../../scenario.ts'

export const successorUdpScenarios: readonly Scenario[] = [
  {
    name: 'sockets.udp: bind, send, receive, close',
    why: 'The whole life of a socket: it receives by itself, and close gives no event.',
    async play({ call, hear, next, bytes, peers, quiet }) {
      hear('udp.onReceive')
      hear('udp.onReceiveError')
      const { socketId } = await call('udp.create', {})
      await call('udp.getInfo', socketId)
      await call('udp.bind', socketId, '127.0.0.1', 0)
      await call('udp.getInfo', socketId)
      await call('udp.send', socketId, bytes('hello'), '127.0.0.1', peers['udpEcho'])
      await next('udp.onReceive')
      await call('udp.send', socketId, bytes(''), '127.0.0.1', peers['udpEcho'])
      await next('udp.onReceive')
      await call('udp.close', socketId)
      await quiet()
      await call('udp.getInfo', socketId)
      await call('udp.close', socketId)
    },
  },
  {
    name: 'sockets.udp: create, update and getInfo',
    why: 'update changes only the given properties.',
    async play({ call, sockets }) {
      const { socketId } = await sockets.bound()
      for (const properties of [
        { name: 'a', persistent: true, bufferSize: 10 },
        { name: '' },
        { bufferSize: 0 },
        { bufferSize: -5 },
        { persistent: false },
      ]) {
        await call('udp.update', socketId, properties)
        await call('udp.getInfo', socketId)
      }
      await call('udp.getSockets')
    },
  },
  {
    name: 'sockets.udp: before bind',
    why: 'Each function has its own answer on a socket that is not bound.',
    async play({ call, bytes, peers, sockets }) {
      const socket = await sockets.udp()
      await call('udp.send', socket, bytes('x'), '127.0.0.1', peers['udpSink'])
      await call('udp.setBroadcast', socket, true)
      await call('udp.joinGroup', socket, '224.0.0.251')
      await call('udp.leaveGroup', socket, '224.0.0.251')
      await call('udp.getJoinedGroups', socket)
      await call('udp.setMulticastTimeToLive', socket, 2)
      await call('udp.setMulticastLoopbackMode', socket, false)
      await call('udp.setPaused', socket, true)
      await call('udp.getInfo', socket)
    },
  },
  {
    name: 'sockets.udp: bind fails, and works afterwards',
    why: 'Each failure has its net error. A socket that is bound cannot be bound again.',
    async play({ call, sockets }) {
      const { port } = await sockets.bound()
      const socket = await sockets.udp()
      await call('udp.bind', socket, 'localhost', 0)
      await call('udp.bind', socket, '', 0)
      await call('udp.bind', socket, '192.0.2.77', 0)
      await call('udp.bind', socket, '127.0.0.1', port)
      await call('udp.getInfo', socket)
      await call('udp.bind', socket, '127.0.0.1', 0)
      await call('udp.bind', socket, '127.0.0.1', 0)
      await call('udp.getInfo', socket)
    },
  },
  {
    name: 'sockets.udp: two binds in one script',
    why: 'The second bind fails.',
    unordered: true,
    varies: true,
    async play({ call, start, quiet, sockets }) {
      const socket = await sockets.udp()
      start('udp.bind', socket, '127.0.0.1', 0)
      start('udp.bind', socket, '127.0.0.1', 0)
      await quiet()
      await call('udp.getInfo', socket)
    },
  },
  {
    name: 'sockets.udp: ports outside 0 to 65535',
    why: 'Chromium takes the port modulo 65536, which is a listed difference.',
    async play({ call, bytes, peers, sockets }) {
      const socket = await sockets.udp()
      await call('udp.bind', socket, '127.0.0.1', 65_536)
      await call('udp.getInfo', socket)
      const { socketId } = await sockets.bound()
      await call('udp.send', socketId, bytes('x'), '127.0.0.1', (peers['udpSink'] ?? 0) + 65_536)
      await call('udp.send', socketId, bytes('x'), '127.0.0.1', 65_536)
    },
  },
  {
    name: 'sockets.udp: what send refuses',
    why: 'send refuses port 0, the other family, unknown names and lengths above 65,507. It never reports a closed port.',
    needs: ['ipv6'],
    async play({ call, bytes, hear, peers, quiet, sockets }) {
      hear('udp.onReceiveError')
      const { socketId } = await sockets.bound()
      const port = peers['udpSink']
      await call('udp.send', socketId, bytes('x'), '127.0.0.1', 0)
      await call('udp.send', socketId, bytes('x'), '::1', port)
      await call('udp.send', socketId, bytes('x'), 'nosuch..invalid', port)
      await call('udp.send', socketId, bytes('x'), '', port)
      await call('udp.send', socketId, bytes('x'), '[::1]', port)
      await call('udp.send', socketId, bytes(65_507), '127.0.0.1', port)
      await call('udp.send', socketId, bytes(65_508), '127.0.0.1', port)
      await call('udp.send', socketId, bytes('x'), '127.0.0.1', peers['udpRefused'])
      await quiet()
      await call('udp.send', socketId, bytes('x'), '127.1', port)
    },
  },
  {
    name: 'sockets.udp: dnsQueryType of send',
    why: 'Only the first address of a name is tried, so from an IPv4 socket localhost needs ipv4.',
    needs: ['ipv6'],
    async play({ call, bytes, peers, sockets }) {
      for (const address of ['127.0.0.1', '::1', '::']) {
        const { socketId } = await sockets.bound(address)
        for (const type of ['any', 'ipv4', 'ipv6', null, undefined]) {
          for (const host of ['localhost', '127.0.0.1', '::1', 'nosuch..invalid']) {
            await call('udp.send', socketId, bytes('x'), host, peers['udpSink'], type)
          }
        }
      }
    },
  },
  {
    name: 'sockets.udp: many sends in one script, in order',
    why: 'Datagrams leave and arrive in call order.',
    unordered: true,
    async play({ start, hear, bytes, note, quiet, sockets }) {
      const order: string[] = []
      hear('udp.onReceive', ({ data = new ArrayBuffer(0) }) => order.push(String.fromCharCode(...new Uint8Array(data))))
      const { port } = await sockets.bound()
      const sender = await sockets.bound()
      for (let index = 0; index < 8; index += 1) {
        start('udp.send', sender.socketId, bytes(`${index}`), '127.0.0.1', port)
      }
      await quiet()
      note(`they came in this order: ${order.join(' ')}`)
    },
  },
  {
    name: 'sockets.udp: close right after another call',
    why: 'The progress of the call at close decides whether it is answered.',
    unordered: true,
    varies: true,
    async play({ call, start, hear, bytes, peers, quiet, sockets }) {
      hear('udp.onReceive')
      hear('udp.onReceiveError')
      const named = await sockets.bound()
      start('udp.send', named.socketId, bytes('x'), 'nosuch..invalid', peers['udpSink'])
      start('udp.close', named.socketId)
      await quiet()
      const literal = await sockets.bound()
      start('udp.send', literal.socketId, bytes('x'), '127.0.0.1', peers['udpSink'])
      start('udp.close', literal.socketId)
      await quiet()
      const fresh = await sockets.udp()
      start('udp.bind', fresh, '127.0.0.1', 0)
      start('udp.close', fresh)
      await quiet()
      await call('udp.getInfo', fresh)
    },
  },
  {
    name: 'sockets.udp: broadcast',
    why: 'Broadcast addresses are refused until setBroadcast allows them.',
    needs: ['groups'],
    async play({ call, hear, bytes, quiet, sockets }) {
      hear('udp.onReceive')
      const receiver = await sockets.bound('0.0.0.0')
      const { socketId } = await sockets.bound('0.0.0.0')
      for (const isAllowed of [undefined, true, false, true]) {
        if (isAllowed !== undefined) await call('udp.setBroadcast', socketId, isAllowed)
        await call('udp.send', socketId, bytes(`allowed: ${isAllowed}`), '127.255.255.255', receiver.port)
        await quiet()
      }
      await call('udp.setBroadcast', socketId, false)
      await call('udp.send', socketId, bytes('x'), '255.255.255.255', receiver.port)
    },
  },
]
