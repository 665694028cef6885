/**
 * `import '@chrome-socket/tls-forge/register'` makes `forgeTls()` the default TLS provider of all apps.
 */
import { registerTls } from '@chrome-socket/api'
import { forgeTls } from './forge-tls.ts'

registerTls(forgeTls())
