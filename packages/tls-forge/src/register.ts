/**
 * Makes `forgeTls()` the TLS provider of every app that is given none: `import '@chrome-socket/tls-forge/register'`.
 */
import { registerTls } from '@chrome-socket/api'
import { forgeTls } from './forge-tls.ts'

registerTls(forgeTls())
