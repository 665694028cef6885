/**
 * `import '@chrome-socket/backend-node/register'` makes this the backend of every `chrome` that is given none, and Node's
 * own TLS what `secure` uses, unless a TLS provider has been registered already.
 */
import { registerBackend, registeredTls, registerTls } from '@chrome-socket/api'
import { nodeBackend } from './node-backend.ts'
import { nodeTls } from './tls/node-tls.ts'

registerBackend(nodeBackend())
if (registeredTls() === undefined) registerTls(nodeTls())
