/** chrome.sockets.udp: receiving. Chromium extensions/browser/api/sockets_udp/udp_socket_event_dispatcher.cc */
import type { Scenario } from '../../scenario.ts'

export const udpReceivingScenarios: readonly Scenario[] = [
  {
    name: 'sockets.udp: a datagram longer than bufferSize',
    why: 'A datagram longer than bufferSize is lost and pauses the socket. The next datagrams wait until the socket is unpaused.',
    async play({ call, hear, bytes, peers, quiet, sockets }) {
      hear('udp.onReceive')
      hear('udp.onReceiveError')
      const socket = await sockets.udp({ bufferSize: 5 })
      await call('udp.bind', socket, '127.0.0.1', 0)
      for (const text of ['12345', '123456', 'abc', 'abcdefghi', 'end']) {
        await call('udp.send', socket, bytes(text), '127.0.0.1', peers['udpEcho'])
        await quiet()
      }
      await call('udp.getInfo', socket)
      await call('udp.setPaused', socket, false)
      await quiet()
      await call('udp.getInfo', socket)
      await call('udp.setPaused', socket, false)
      await quiet()
      await call('udp.getInfo', socket)
    },
  },
  {
    name: 'sockets.udp: the default bufferSize',
    why: 'bufferSize is 4096 bytes, unless a positive size is given.',
    async play({ call, hear, bytes, peers, quiet, sockets }) {
      hear('udp.onReceive')
      hear('udp.onReceiveError')
      for (const bufferSize of [0, -1, 65_535]) {
        const socket = await sockets.udp({ bufferSize })
        await call('udp.bind', socket, '127.0.0.1', 0)
        for (const length of [4096, 4097]) {
          await call('udp.send', socket, bytes(length), '127.0.0.1', peers['udpEcho'])
          await quiet()
        }
      }
    },
  },
  {
    name: 'sockets.udp: update of bufferSize with a receive outstanding',
    why: 'A new bufferSize counts from the next receive on, which is too late for the next datagram.',
    async play({ call, hear, bytes, peers, quiet, sockets }) {
      hear('udp.onReceive')
      hear('udp.onReceiveError')
      const { socketId } = await sockets.bound()
      await quiet()
      await call('udp.update', socketId, { bufferSize: 3 })
      for (const text of ['first', 'second', 'abc']) {
        await call('udp.send', socketId, bytes(text), '127.0.0.1', peers['udpEcho'])
        await quiet()
      }
      await call('udp.getInfo', socketId)
    },
  },
  {
    name: 'sockets.udp: paused before and after bind',
    why: 'Datagrams for a paused socket wait in the system. After bind the outstanding receive still gives a datagram.',
    async play({ call, hear, bytes, peers, quiet, sockets }) {
      hear('udp.onReceive')
      for (const isPausedBefore of [true, false]) {
        const socket = await sockets.udp()
        if (isPausedBefore) await call('udp.setPaused', socket, true)
        await call('udp.bind', socket, '127.0.0.1', 0)
        if (!isPausedBefore) await call('udp.setPaused', socket, true)
        for (const text of ['one', 'two', 'three']) {
          await call('udp.send', socket, bytes(text), '127.0.0.1', peers['udpEcho'])
          await quiet()
        }
        await call('udp.getInfo', socket)
        await call('udp.setPaused', socket, false)
        await quiet()
        await call('udp.setPaused', socket, false)
        await quiet()
      }
    },
  },
  {
    name: 'sockets.udp: empty datagrams among others',
    why: 'An empty datagram is an event with 0 bytes.',
    async play({ call, hear, bytes, peers, quiet, sockets }) {
      hear('udp.onReceive')
      const { socketId } = await sockets.bound()
      await call('udp.send', socketId, bytes('x'), '127.0.0.1', peers['udpMixed'])
      await quiet()
    },
  },
  {
    name: 'sockets.udp: from both families to one socket',
    why: 'A socket on :: hears both families. An IPv4 sender has a mapped address.',
    needs: ['ipv6'],
    async play({ call, hear, next, bytes, sockets }) {
      hear('udp.onReceive')
      const { socketId, port } = await sockets.bound('::')
      await call('udp.send', socketId, bytes('by itself'), '::1', port)
      await next('udp.onReceive')
      const ipv4 = await sockets.bound()
      await call('udp.send', ipv4.socketId, bytes('IPv4'), '127.0.0.1', port)
      await next('udp.onReceive')
      const ipv6 = await sockets.bound('::1')
      await call('udp.send', ipv6.socketId, bytes('IPv6'), '::1', port)
      await next('udp.onReceive')
      await call('udp.send', socketId, bytes('back'), '127.0.0.1', ipv4.port)
      await next('udp.onReceive')
    },
  },
]
