/** The transport of Node, and of what has its `net` and `dgram`: Deno, Bun, Electron's main process. */
import type { Backend } from '@chrome-socket/api'
import { networkInterfaces } from './interfaces.ts'
import { listenTcp } from './listener.ts'
import { resolve } from './resolve.ts'
import { connectTcp } from './tcp.ts'
import { openDatagram } from './udp.ts'

export function nodeBackend(): Backend {
  return { name: 'node', resolve, connect: connectTcp, listen: listenTcp, openDatagram, networkInterfaces }
}
