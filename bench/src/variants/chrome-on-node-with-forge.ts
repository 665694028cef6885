/** chrome.socket on backend-node with TLS in JavaScript; only for what is done over TLS. */
import { createChrome } from '@chrome-socket/api'
import { nodeBackend } from '@chrome-socket/backend-node'
import { forgeTls } from '@chrome-socket/tls-forge'
import type { Tasks } from '../task.ts'
import { chromeSocketTasks } from './chrome-socket-tasks.ts'

export const tasks: Tasks = chromeSocketTasks(({ ca }) =>
  ca === undefined ? undefined : createChrome({ backend: nodeBackend(), tls: forgeTls({ ca }) }),
)
