/**
 * `import '@chrome-socket/backend-bun/register'` makes `bunBackend()` and `bunTls()` the default of every `chrome`. A TLS
 * provider that is already registered stays.
 */
import { registerBackend, registeredTls, registerTls } from '@chrome-socket/api'
import { bunBackend } from './bun-backend.ts'
import { bunTls } from './tls/bun-tls.ts'

registerBackend(bunBackend())
if (registeredTls() === undefined) registerTls(bunTls())
