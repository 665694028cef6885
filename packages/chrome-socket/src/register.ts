/**
 * `import 'chrome-socket/register'` defines the globals `chrome.socket` and `chrome.runtime.lastError` for old code, on the
 * sockets and the TLS of the runtime. A TLS provider that is already registered stays.
 */
import '@chrome-socket/api/global'
import { registerBackend, registeredTls, registerTls } from '@chrome-socket/api'
import { runtimeDefaults } from './runtime-defaults.ts'

const { backend, tls } = runtimeDefaults()
registerBackend(backend)
if (registeredTls() === undefined) registerTls(tls)
