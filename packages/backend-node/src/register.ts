/**
 * `import '@chrome-socket/backend-node/register'` makes `nodeBackend()` and `nodeTls()` the default of every `chrome`. A TLS
 * provider that is already registered stays.
 */
import { registerBackend, registeredTls, registerTls } from '@chrome-socket/api'
import { nodeBackend } from './node-backend.ts'
import { nodeTls } from './tls/node-tls.ts'

registerBackend(nodeBackend())
if (registeredTls() === undefined) registerTls(nodeTls())
