/**
 * The backend with Bun's own sockets.
 * Source: https://bun.com/docs/runtime/networking/tcp and https://bun.com/docs/runtime/networking/udp.
 * The README of this package lists the differences from Chromium that Bun leaves, each with its reason.
 */
import type { Backend } from '@chrome-socket/api/backend'
import { bunRuntime } from './bun-types.ts'
import { networkInterfaces } from './interfaces.ts'
import { resolveHost } from './resolve.ts'
import { connectTcp } from './tcp/connect.ts'
import { listenTcp } from './tcp/listener.ts'
import { openDatagram } from './udp/open.ts'

/**
 * Makes the backend of Bun: TCP, UDP, multicast, DNS and network interfaces on `Bun.connect`, `Bun.listen` and `Bun.udpSocket`.
 * It holds no state: many apps may share one.
 * @throws Error: this is not Bun.
 * @example
 * import { createChrome } from '@chrome-socket/api'
 * import { bunBackend, bunTls } from '@chrome-socket/backend-bun'
 *
 * const chrome = createChrome({ backend: bunBackend(), tls: bunTls() })
 */
export function bunBackend(): Backend {
  const bun = bunRuntime()
  return {
    name: 'bun',
    resolve: resolveHost,
    connect: (to, complete) => connectTcp(bun, to, complete),
    listen: (at, _backlog, complete) => listenTcp(bun, at, complete),
    openDatagram: (options, complete) => openDatagram(bun, options, complete),
    networkInterfaces,
  }
}
