/**
 * `import '@chrome-socket/backend-bun/register'` makes this the backend of every `chrome` that is given none, and Bun's
 * own TLS what `secure` uses, unless a TLS provider has been registered already.
 */
import { registerBackend, registeredTls, registerTls } from '@chrome-socket/api'
import { bunBackend } from './bun-backend.ts'
import { bunTls } from './tls.ts'

registerBackend(bunBackend())
if (registeredTls() === undefined) registerTls(bunTls())
