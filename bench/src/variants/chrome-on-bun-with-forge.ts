/** chrome.socket on backend-bun with TLS in JavaScript; only for what is done over TLS. */
import { createChrome } from '@chrome-socket/api'
import { bunBackend } from '@chrome-socket/backend-bun'
import { forgeTls } from '@chrome-socket/tls-forge'
import type { Tasks } from '../task.ts'
import { chromeSocketTasks } from './chrome-socket-tasks.ts'

export const tasks: Tasks = chromeSocketTasks(({ ca }) =>
  ca === undefined ? undefined : createChrome({ backend: bunBackend(), tls: forgeTls({ ca }) }),
)
