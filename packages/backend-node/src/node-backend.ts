/** The backend for Node, and for runtimes that have its `net` and `dgram`: Deno, Bun, Electron's main process. */
import type { Backend } from '@chrome-socket/api/backend'
import { handleTransport } from './handles/handle-transport.ts'
import { hasInternals } from './handles/internals.ts'
import { networkInterfaces } from './interfaces.ts'
import { resolve } from './resolve.ts'
import { socketTransport } from './sockets/socket-transport.ts'
import type { Transport } from './transport.ts'

/**
 * Makes the backend of Node: TCP, UDP, multicast, names and network interfaces. It holds no state: one may serve many apps.
 * @errors Cannot fail.
 * @example
 * import { createChrome } from '@chrome-socket/api'
 * import { nodeBackend } from '@chrome-socket/backend-node'
 *
 * const chrome = createChrome({ backend: nodeBackend() })
 */
export function nodeBackend(): Backend {
  return nodeBackendOver(hasInternals ? handleTransport : socketTransport)
}

export function nodeBackendOver(transport: Transport): Backend {
  return { name: 'node', resolve, ...transport, networkInterfaces }
}
