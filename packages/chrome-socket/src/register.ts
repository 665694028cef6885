/**
 * `import 'chrome-socket/register'` gives old code `chrome.socket` and `chrome.runtime.lastError` as globals, on the sockets
 * and the TLS of the runtime. A TLS provider that has been registered before stays.
 */
import '@chrome-socket/api/global'
import { registerBackend, registeredTls, registerTls } from '@chrome-socket/api'
import { provided } from './provided.ts'

const { backend, tls } = provided()
registerBackend(backend)
if (registeredTls() === undefined) registerTls(tls)
