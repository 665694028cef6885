/** chrome.socket on backend-node, with Node's own TLS. */
import { createChrome } from '@chrome-socket/api'
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import type { Tasks } from '../task.ts'
import { chromeSocketTasks } from './chrome-socket-tasks.ts'

export const tasks: Tasks = chromeSocketTasks(({ ca }) =>
  createChrome({ backend: nodeBackend(), ...(ca !== undefined && { tls: nodeTls({ ca }) }) }),
)
