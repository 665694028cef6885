/** The variant chrome.socket on backend-node, with Node's own TLS. */
import { createChrome } from '@chrome-socket/api'
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import type { Open } from '../task.ts'
import { openWith } from '../tasks/tasks.ts'
import { socketsOf } from './chrome-socket.ts'

export const open: Open = openWith(({ ca }) =>
  socketsOf(createChrome({ backend: nodeBackend(), ...(ca !== undefined && { tls: nodeTls({ ca }) }) })),
)
