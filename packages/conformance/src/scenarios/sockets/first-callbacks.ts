/**
 * Calls in the callback of connect, bind and listen. Chromium has asked for the first read, receive or accept by then.
 * Chromium extensions/browser/api/sockets_tcp/sockets_tcp_api.cc and those beside it
 */
import type { Scenario } from '../../scenario.ts'
import { connectTo } from './server-clients.ts'

/** The arguments behind the socket's id. */
const calls: Readonly<Record<string, readonly unknown[]>> = {
  setPaused: [true],
  update: [{ bufferSize: 1 }],
  disconnect: [],
  close: [],
  secure: [],
}

export const connectCallbackScenarios: readonly Scenario[] = Object.keys(calls).map((parameter) => ({
  name: `sockets.tcp: ${parameter} in the callback of connect`,
  why: 'A read is outstanding: it has the old bufferSize, brings bytes even if the socket is paused, and ends with the connection.',
  needs: ['tls'],
  parameter,
  async play({ call, callThen, start, hear, bytes, peers, quiet, sockets }) {
    hear('tcp.onReceive')
    hear('tcp.onReceiveError')
    const socket = await sockets.tcp()
    const then = (): void => start(`tcp.${parameter}`, socket, ...(calls[parameter] ?? []))
    await callThen(then, 'tcp.connect', socket, 'localhost', peers[parameter === 'secure' ? 'rsa' : 'echo'])
    await quiet()
    for (const text of ['abc', 'de']) {
      await call('tcp.send', socket, bytes(text))
      await quiet()
    }
    await call('tcp.getInfo', socket)
  },
}))

export const bindCallbackScenarios: readonly Scenario[] = ['setPaused', 'update', 'close'].map((parameter) => ({
  name: `sockets.udp: ${parameter} in the callback of bind`,
  why: 'A receive is outstanding: it has the old bufferSize, and brings a datagram even if the socket is paused.',
  parameter,
  async play({ call, callThen, start, hear, bytes, peers, quiet, sockets }) {
    hear('udp.onReceive')
    hear('udp.onReceiveError')
    const socket = await sockets.udp()
    const then = (): void => start(`udp.${parameter}`, socket, ...(calls[parameter] ?? []))
    await callThen(then, 'udp.bind', socket, '127.0.0.1', 0)
    await quiet()
    for (const text of ['abc', 'de']) {
      await call('udp.send', socket, bytes(text), '127.0.0.1', peers['udpEcho'])
      await quiet()
    }
    await call('udp.getInfo', socket)
  },
}))

export const listenCallbackScenarios: readonly Scenario[] = ['setPaused', 'disconnect', 'close'].map((parameter) => ({
  name: `sockets.tcpServer: ${parameter} in the callback of listen`,
  why: 'An accept is outstanding: it takes a connection even if the server is paused.',
  unordered: true,
  parameter,
  async play({ call, callThen, start, hear, quiet, sockets }) {
    hear('tcpServer.onAccept')
    hear('tcpServer.onAcceptError')
    // It listens at a port that is known by then, so that the trace can name it.
    const server = await sockets.listening()
    await call('tcpServer.disconnect', server.socketId)
    const then = (): void => start(`tcpServer.${parameter}`, server.socketId, ...(calls[parameter] ?? []))
    await callThen(then, 'tcpServer.listen', server.socketId, '127.0.0.1', server.port)
    await quiet()
    await connectTo({ call, sockets, quiet }, server.port, server.port)
    await quiet()
    await call('tcpServer.getInfo', server.socketId)
  },
}))
