/** The provision for Node and Electron's main process: `node:net`, `node:dgram` and `node:tls`. */
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import type { Provision } from './provision.ts'

export function provide(): Provision {
  return { backend: nodeBackend(), tls: nodeTls() }
}
