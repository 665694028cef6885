/** chrome.socket on backend-bun, with Bun's own TLS. */
import { createChrome } from '@chrome-socket/api'
import { bunBackend, bunTls } from '@chrome-socket/backend-bun'
import type { Tasks } from '../task.ts'
import { chromeSocketTasks } from './chrome-socket-tasks.ts'

export const tasks: Tasks = chromeSocketTasks(({ ca }) =>
  createChrome({ backend: bunBackend(), ...(ca !== undefined && { tls: bunTls({ ca }) }) }),
)
