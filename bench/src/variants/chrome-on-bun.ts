/** The variant chrome.socket on backend-bun, with Bun's own TLS. */
import { createChrome } from '@chrome-socket/api'
import { bunBackend, bunTls } from '@chrome-socket/backend-bun'
import type { Open } from '../task.ts'
import { openWith } from '../tasks/tasks.ts'
import { socketsOf } from './chrome-socket.ts'

export const open: Open = openWith(({ ca }) =>
  socketsOf(createChrome({ backend: bunBackend(), ...(ca !== undefined && { tls: bunTls({ ca }) }) })),
)
