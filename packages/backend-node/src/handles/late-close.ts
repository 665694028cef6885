/**
 * Closes handles that have received nothing, after the event loop has polled once more. If a socket is closed with unread bytes,
 * the system resets the connection, and the peer can lose the last answer. Chromium's network service receives up to 64 KiB
 * before the app reads, so its close rarely resets.
 */
import { setImmediate } from 'node:timers'
import type { TcpHandle } from './handle-types.ts'

let waiting: TcpHandle[] = []

/** Receives once more, and then closes the handle. The caller must not use the handle afterwards. */
export function closeAfterEvents(handle: TcpHandle): void {
  handle.onread = ignore
  handle.readStart()
  if (waiting.push(handle) === 1) setImmediate(closeInNextRound)
}

/** Node reads sockets between two calls of `setImmediate`, so the close needs two. */
function closeInNextRound(): void {
  const handles = waiting
  waiting = []
  setImmediate(() => {
    for (const handle of handles) handle.close()
  })
}

function ignore(): undefined {}
