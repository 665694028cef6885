/**
 * `chrome.socket` on Node's sockets and TLS, for `pnpm conformance:fuzz`.
 *
 * Plain JavaScript: Node 20 runs no TypeScript, and the package itself does not depend on a backend.
 */
import { createChrome } from '@chrome-socket/api'
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'

/** @type {import('@chrome-socket/conformance').Setup} */
export const setup = ({ trusted, manifest }) => {
  const chrome = createChrome({
    backend: nodeBackend(),
    tls: nodeTls({ ca: [...trusted] }),
    ...manifest,
  })
  return { chrome, close: () => chrome.close() }
}
