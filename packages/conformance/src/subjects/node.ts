/** Our own implementation on Node's sockets and TLS. */
import { createChrome } from '@chrome-socket/api'
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import type { Setup } from '../subject.ts'

export const setup: Setup = ({ trusted, permissions }) => {
  const chrome = createChrome({
    backend: nodeBackend(),
    tls: nodeTls({ ca: [...trusted] }),
    ...(permissions === undefined ? {} : { permissions: { socket: permissions } }),
  })
  return { chrome, close: () => chrome.close() }
}
