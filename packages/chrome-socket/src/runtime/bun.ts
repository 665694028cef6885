/** The provision for Bun: its own sockets and its own TLS. */
import { bunBackend, bunTls } from '@chrome-socket/backend-bun'
import type { Provision } from './provision.ts'

export function provide(): Provision {
  return { backend: bunBackend(), tls: bunTls() }
}
