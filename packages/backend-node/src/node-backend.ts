/** The transport of Node, and of what has its `net` and `dgram`: Deno, Bun, Electron's main process. */
import type { Backend } from '@chrome-socket/api/backend'
import { handles } from './handles/handles.ts'
import { hasInternals } from './handles/internals.ts'
import { networkInterfaces } from './interfaces.ts'
import { resolve } from './resolve.ts'
import { sockets } from './sockets/sockets.ts'

/** The part of a backend that carries bytes. */
export type Transport = Required<Pick<Backend, 'connect' | 'listen' | 'openDatagram'>>

/** TCP, UDP, multicast, names and network interfaces by Node. It holds no state: one may serve many apps. */
export function nodeBackend(): Backend {
  return nodeBackendOver(hasInternals ? handles : sockets)
}

export function nodeBackendOver(transport: Transport): Backend {
  return { name: 'node', resolve, ...transport, networkInterfaces }
}
