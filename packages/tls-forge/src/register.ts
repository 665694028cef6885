/**
 * `import '@chrome-socket/tls-forge/register'` makes `forgeTls()` the TLS provider of every app that names none.
 */
import { registerTls } from '@chrome-socket/api'
import { forgeTls } from './forge-tls.ts'

registerTls(forgeTls())
