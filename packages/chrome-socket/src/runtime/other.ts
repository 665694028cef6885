/** Everywhere else: a web page, a worker of a web page, or a runtime that no package here knows. */
import type { Provision } from './provision.ts'

export function provide(): Provision {
  throw new Error(
    "chrome-socket knows no sockets in this runtime: it knows those of Node, Bun, Deno and Electron's main process. " +
      'Give createChrome a `backend`; @chrome-socket/backend-memory is one that runs everywhere.',
  )
}
