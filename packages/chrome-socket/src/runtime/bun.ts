/** The defaults for Bun: its own sockets and its own TLS. */
import { bunBackend, bunTls } from '@chrome-socket/backend-bun'
import type { RuntimeDefaults } from './defaults.ts'

export function makeDefaults(): RuntimeDefaults {
  return { backend: bunBackend(), tls: bunTls() }
}
