/** `chrome.socket` on Bun's sockets and TLS, for whoever plays something on it. */
import { createChrome } from '@chrome-socket/api'
import type { Setup } from '@chrome-socket/conformance'
import { bunBackend, bunTls } from '../src/index.ts'

export const setup: Setup = ({ trusted, manifest }) => {
  const chrome = createChrome({
    backend: bunBackend(),
    tls: bunTls({ ca: trusted }),
    ...manifest,
  })
  return { chrome, close: () => chrome.close() }
}

/** For random programs. See the README: a read of more than 64 KiB may give more than that. */
export const leavesOut = ['long reads'] as const
