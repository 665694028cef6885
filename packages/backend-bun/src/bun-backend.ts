/**
 * Bun's own sockets as a backend of `chrome.socket`.
 * Source: https://bun.com/docs/runtime/networking/tcp and https://bun.com/docs/runtime/networking/udp.
 * What Bun cannot do as Chromium does is listed, with the reason, in this package's README.
 */
import type { Backend } from '@chrome-socket/api/backend'
import { bunRuntime } from './bun-types.ts'
import { connectTcp } from './connect.ts'
import { networkInterfaces } from './interfaces.ts'
import { listenTcp } from './listener.ts'
import { resolveHost } from './resolve.ts'
import { openDatagram } from './udp.ts'

/**
 * TCP, UDP, multicast, DNS and network interfaces on `Bun.connect`, `Bun.listen` and `Bun.udpSocket`.
 * Throws outside Bun. It holds no state: one may serve many apps.
 */
export function bunBackend(): Backend {
  const bun = bunRuntime()
  return {
    name: 'bun',
    resolve: resolveHost,
    connect: (to, done) => connectTcp(bun, to, done),
    listen: (at, _backlog, done) => listenTcp(bun, at, done),
    openDatagram: (options, done) => openDatagram(bun, options, done),
    networkInterfaces,
  }
}
