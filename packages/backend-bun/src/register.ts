/**
 * `import '@chrome-socket/backend-bun/register'` makes this the backend of every `chrome` that is given none. `secure` then
 * uses Bun's own TLS, unless a TLS provider has been registered before.
 */
import { registerBackend, registeredTls, registerTls } from '@chrome-socket/api'
import { bunBackend } from './bun-backend.ts'
import { bunTls } from './tls/bun-tls.ts'

registerBackend(bunBackend())
if (registeredTls() === undefined) registerTls(bunTls())
