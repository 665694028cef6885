/** The `chrome` on Node's sockets and TLS that the scenarios run on. */
import { createChrome } from '@chrome-socket/api'
import type { Setup } from '@chrome-socket/conformance'
import { nodeBackend, nodeTls } from '../src/index.ts'

export const setup: Setup = ({ trusted, manifest }) => {
  const chrome = createChrome({
    backend: nodeBackend(),
    tls: nodeTls({ ca: [...trusted] }),
    ...manifest,
  })
  return { chrome, close: () => chrome.close() }
}
