/** UDP sockets of one app that talk to each other. Chromium extensions/browser/api/socket/udp_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const ownDatagramScenarios: readonly Scenario[] = (
  [
    {
      name: 'udp among ourselves: a datagram to itself',
      why: 'A socket can send to its own address.',
      async play({ call, bound, bytes }) {
        for (const [at, to] of [
          ['127.0.0.1', '127.0.0.1'],
          ['0.0.0.0', '127.0.0.1'],
          ['0.0.0.0', '0.0.0.0'],
        ] as const) {
          const { socketId, port } = await bound(at)
          await call('sendTo', socketId, bytes('to myself'), to, port)
          await call('recvFrom', socketId)
        }
      },
    },
    {
      name: 'udp among ourselves: over IPv6, and from both families to one socket',
      why: 'A socket on :: hears both families, with mapped addresses.',
      needs: ['ipv6'],
      async play({ call, bound, bytes }) {
        const both = await bound('::')
        for (const [from, to] of [
          ['::1', '::1'],
          ['127.0.0.1', '127.0.0.1'],
          ['0.0.0.0', '127.0.0.1'],
          ['::', '127.0.0.1'],
          ['::', '::1'],
        ] as const) {
          const { socketId } = await bound(from)
          await call('sendTo', socketId, bytes(from), to, both.port)
          await call('recvFrom', both.socketId)
        }
      },
    },
    {
      name: 'udp among ourselves: a port that is taken',
      why: 'A bind to a taken port fails, and the socket can be bound elsewhere.',
      needs: ['ipv6'],
      async play({ call, start, bound, udp, tcp, quiet }) {
        const { socketId, port } = await bound('127.0.0.1')
        for (const address of ['127.0.0.1', '0.0.0.0', '127.0.0.2', '::1']) {
          const other = await udp()
          await call('bind', other, address, port)
          start('destroy', other)
          await quiet()
        }
        const server = await tcp()
        await call('listen', server, '127.0.0.1', port)
        start('destroy', socketId)
        await quiet()
        await call('bind', await udp(), '127.0.0.1', port)
      },
    },
    {
      name: 'udp among ourselves: what waits comes in order, from whoever it is',
      why: 'The queue of a socket keeps the order across senders.',
      async play({ call, bound, bytes, quiet }) {
        const [receiver, one, other] = [await bound(), await bound(), await bound()]
        for (const [sender, text] of [
          [one, 'a'],
          [other, 'b'],
          [one, 'c'],
          [other, ''],
          [one, 'e'],
        ] as const) {
          await call('sendTo', sender.socketId, bytes(text), '127.0.0.1', receiver.port)
        }
        await quiet()
        for (let count = 0; count < 5; count += 1) await call('recvFrom', receiver.socketId)
      },
    },
    {
      name: 'udp among ourselves: what was sent is there when the sender is gone',
      why: 'destroy of the sender does not take back sent datagrams.',
      async play({ call, start, bound, bytes, quiet }) {
        const [receiver, sender] = [await bound(), await bound()]
        await call('sendTo', sender.socketId, bytes('bequest'), '127.0.0.1', receiver.port)
        start('destroy', sender.socketId)
        await quiet()
        await call('recvFrom', receiver.socketId)
        await call('sendTo', receiver.socketId, bytes('thanks'), '127.0.0.1', sender.port)
      },
    },
    {
      name: 'udp among ourselves: connected to a bound socket',
      why: 'One side is connected, and the other answers by recvFrom and sendTo.',
      async play({ call, start, bound, udp, bytes, quiet }) {
        const server = await bound()
        const client = await udp()
        await call('connect', client, '127.0.0.1', server.port)
        await call('write', client, bytes('question'))
        await call('recvFrom', server.socketId)
        const { localPort } = await call('getInfo', client)
        await call('sendTo', server.socketId, bytes('answer'), '127.0.0.1', localPort)
        await call('read', client)
        start('destroy', server.socketId)
        await quiet()
        await call('write', client, bytes('anyone?'))
        await quiet()
        await call('read', client)
        await call('getInfo', client)
      },
    },
    {
      name: 'udp among ourselves: two sockets connected to each other',
      why: 'Both sides are connected, and read and write.',
      async play({ call, start, udp, bound, bytes, quiet }) {
        const first = await udp()
        const { socketId: placeholder, port } = await bound()
        start('destroy', placeholder)
        await quiet()
        await call('connect', first, '127.0.0.1', port)
        const second = await udp()
        await call('bind', second, '127.0.0.1', port)
        await call('write', first, bytes('hello'))
        await call('recvFrom', second)
        await call('connect', second, '127.0.0.1', 9)
      },
    },
    {
      name: 'udp among ourselves: connect, disconnect, and connect to another',
      why: 'A socket keeps nothing of the peer that it was connected to.',
      async play({ call, start, bound, udp, bytes, quiet }) {
        const [one, other] = [await bound(), await bound()]
        const client = await udp()
        for (const { socketId, port } of [one, other]) {
          await call('connect', client, '127.0.0.1', port)
          await call('write', client, bytes('hi'))
          await call('recvFrom', socketId)
          start('disconnect', client)
          await quiet()
          await call('getInfo', client)
        }
        await call('bind', client, '127.0.0.1', 0)
        await call('sendTo', client, bytes('bound now'), '127.0.0.1', other.port)
        await call('recvFrom', other.socketId)
      },
    },
    {
      name: 'udp among ourselves: what came before disconnect is gone after it',
      why: 'The queue of a socket is dropped with it.',
      async play({ call, start, bound, bytes, quiet }) {
        const [receiver, sender] = [await bound(), await bound()]
        await call('sendTo', sender.socketId, bytes('old'), '127.0.0.1', receiver.port)
        await quiet()
        start('disconnect', receiver.socketId)
        await quiet()
        await call('bind', receiver.socketId, '127.0.0.1', receiver.port)
        start('recvFrom', receiver.socketId)
        await quiet()
        await call('sendTo', sender.socketId, bytes('new'), '127.0.0.1', receiver.port)
        await quiet()
      },
    },
    {
      name: 'udp among ourselves: sizes up to the longest',
      why: 'Every size arrives as one datagram with all of its bytes.',
      async play({ call, bound, bytes }) {
        const [receiver, sender] = [await bound(), await bound()]
        for (const size of [0, 1, 1472, 1473, 4096, 4097, 9000, 65_506, 65_507]) {
          await call('sendTo', sender.socketId, bytes(size), '127.0.0.1', receiver.port)
          await call('recvFrom', receiver.socketId, 65_507)
        }
        for (const bufferSize of [null, undefined, 4096, 4097]) {
          await call('sendTo', sender.socketId, bytes(4097), '127.0.0.1', receiver.port)
          await call('recvFrom', receiver.socketId, bufferSize)
        }
      },
    },
    {
      name: 'udp among ourselves: names and literals as targets, in one script',
      why: 'Names and literals lead to the same socket, and a name that does not resolve fails alone.',
      needs: ['ipv6'],
      async play({ call, start, bound, bytes, quiet }) {
        const receiver = await bound('::')
        const { socketId } = await bound('::')
        for (const target of ['127.0.0.1', 'localhost', '::1', 'nosuch..invalid', '127.1', '']) {
          start('sendTo', socketId, bytes(target), target, receiver.port)
        }
        await quiet()
        for (let count = 0; count < 4; count += 1) await call('recvFrom', receiver.socketId)
      },
      unordered: true,
      varies: true,
    },
    {
      name: 'udp among ourselves: calls that are for the other mode',
      why: 'The functions of each mode fail in the other mode.',
      async play({ call, bound, udp, bytes, peers }) {
        const { socketId: isBound } = await bound()
        const isConnected = await udp()
        await call('connect', isConnected, '127.0.0.1', peers['udpSink'])
        for (const socket of [isBound, isConnected]) {
          await call('bind', socket, '127.0.0.1', 0)
          await call('bind', socket, 'x', 0)
          await call('connect', socket, '127.0.0.1', 9)
          await call('connect', socket, 'nosuch..invalid', 9)
          await call('listen', socket, '127.0.0.1', 0)
          await call('accept', socket)
          await call('secure', socket)
          await call('setNoDelay', socket, true)
          await call('setKeepAlive', socket, true, 1)
          await call('setMulticastTimeToLive', socket, 1)
          await call('setMulticastLoopbackMode', socket, false)
        }
        await call('read', isBound, -1)
        await call('recvFrom', isConnected, -1)
        await call('write', isBound, bytes(70_000))
        await call('sendTo', isConnected, bytes(70_000), '127.0.0.1', 9)
        await call('sendTo', isConnected, bytes('x'), 'nosuch..invalid', 9)
      },
    },
    {
      name: 'udp among ourselves: a failed bind and what goes on',
      why: 'A bind that fails leaves a socket that can be used.',
      async play({ call, udp, bytes, bound }) {
        const { port } = await bound()
        const socket = await udp()
        await call('setMulticastTimeToLive', socket, 3)
        await call('bind', socket, '127.0.0.1', port)
        await call('setMulticastTimeToLive', socket, 4)
        await call('setMulticastLoopbackMode', socket, true)
        await call('getInfo', socket)
        await call('recvFrom', socket)
        await call('sendTo', socket, bytes('x'), '127.0.0.1', port)
        await call('joinGroup', socket, '224.0.0.251')
        await call('bind', socket, '127.0.0.1', 0)
        await call('sendTo', socket, bytes('x'), '127.0.0.1', port)
      },
    },
  ] satisfies readonly Scenario[]
).map((each) => ({ ...each, needs: ['datagram', ...('needs' in each ? each.needs : [])] }))
