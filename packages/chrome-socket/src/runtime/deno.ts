/**
 * The defaults for Deno: its `node:net` and `node:dgram`, and TLS in JavaScript. Deno 2.9's `node:tls` reports neither the
 * end of long answers nor the problem of a certificate.
 */
import { nodeBackend } from '@chrome-socket/backend-node'
import { forgeTls } from '@chrome-socket/tls-forge'
import type { RuntimeDefaults } from './defaults.ts'

export function makeDefaults(): RuntimeDefaults {
  return { backend: nodeBackend(), tls: forgeTls() }
}
