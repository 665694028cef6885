/**
 * chrome.sockets.tcp.secure: the handshake, and the connection after it.
 * Chromium extensions/browser/api/{sockets_tcp/sockets_tcp_api,socket/tls_socket}.cc
 */
import type { Scenario } from '../../scenario.ts'
import { endlessHandshake, pausedConnection, securedConnection } from './secure-clients.ts'

export const handshakeScenarios: readonly Scenario[] = [
  {
    name: 'sockets.tcp: calls during the handshake',
    why: 'A peer that never answers keeps the handshake going: sends fail, and unpausing reports -15.',
    async play(stage) {
      const { call, hear, bytes, quiet } = stage
      hear('tcp.onReceive')
      hear('tcp.onReceiveError')
      const socket = await endlessHandshake(stage)
      await call('tcp.getInfo', socket)
      await call('tcp.send', socket, bytes('x'))
      await call('tcp.setNoDelay', socket, true)
      await call('tcp.setPaused', socket, false)
      await quiet()
      await call('tcp.getInfo', socket)
    },
  },
  {
    name: 'sockets.tcp: a second secure during the handshake',
    why: 'In Chromium the second secure fails and destroys the socket, and the first is never answered.',
    async play(stage) {
      const { call, start, hear, quiet } = stage
      hear('tcp.onReceiveError')
      const socket = await endlessHandshake(stage)
      start('tcp.secure', socket)
      await quiet()
      await call('tcp.getInfo', socket)
    },
  },
  ...['disconnect', 'close'].map((parameter): Scenario => ({
    name: `sockets.tcp: ${parameter} during the handshake`,
    why: 'The callback of secure never comes if the socket ends during the handshake.',
    parameter,
    async play(stage, end) {
      const { call, hear, quiet } = stage
      hear('tcp.onReceiveError')
      const socket = await endlessHandshake(stage)
      await call(`tcp.${end}`, socket)
      await quiet()
      await call('tcp.getInfo', socket)
    },
  })),
  {
    name: 'sockets.tcp: tlsVersion of secure',
    why: 'tlsVersion limits the range of versions, as in chrome.socket.',
    async play(stage) {
      const { call } = stage
      for (const [peer, tlsVersion] of [
        ['TLSv1.2', { min: 'tls1.3' }],
        ['TLSv1.3', { max: 'tls1.2' }],
        ['TLSv1.2', { min: 'tls1', max: 'tls1.2' }],
        ['TLSv1.3', { min: 'tls1.3', max: 'tls1.2' }],
        ['TLSv1.2', { min: 'x', max: 'y' }],
        ['TLSv1.3', null],
      ] as const) {
        const socket = await pausedConnection(stage, peer)
        await call('tcp.secure', socket, { tlsVersion })
        await call('tcp.close', socket)
      }
    },
  },
  {
    name: 'sockets.tcp: much data over TLS',
    why: 'Many records go both ways, in events of bufferSize.',
    async play(stage) {
      const { call, bytes, collect, received } = stage
      collect()
      const socket = await securedConnection(stage, 'rsa')
      await call('tcp.send', socket, bytes(300_000))
      await received(socket, 300_000)
    },
  },
]
