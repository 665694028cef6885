/** The `chrome` on Bun's sockets and TLS for scenarios and random programs. */
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

/** The features that random programs leave out. A read of more than 64 KiB may give more than 64 KiB: see the README. */
export const leavesOut = ['long reads'] as const
