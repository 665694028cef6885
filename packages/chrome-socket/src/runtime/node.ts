/** The defaults for Node and Electron's main process: `node:net`, `node:dgram` and `node:tls`. */
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import type { RuntimeDefaults } from './defaults.ts'

export function makeDefaults(): RuntimeDefaults {
  return { backend: nodeBackend(), tls: nodeTls() }
}
