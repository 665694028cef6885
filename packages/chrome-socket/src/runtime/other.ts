/** The defaults for other runtimes, such as a web page or its worker. They have no sockets, so it throws. */
import type { RuntimeDefaults } from './defaults.ts'

export function makeDefaults(): RuntimeDefaults {
  throw new Error(
    "chrome-socket finds no sockets in this runtime. It supports Node, Bun, Deno and Electron's main process. " +
      'Pass a `backend` to createChrome; @chrome-socket/backend-memory runs everywhere.',
  )
}
