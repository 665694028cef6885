/**
 * Closes handles that have received nothing, after the events of the next round. If the system still had bytes of the peer, a
 * close would reset the connection, and the peer could lose the last answer. In Chromium the network service receives up to 64
 * KiB before the app reads.
 */
import { setImmediate } from 'node:timers'
import type { TcpHandle } from './handle-types.ts'

let waiting: TcpHandle[] = []

/** Receives once more, and then closes the handle. */
export function closeAfterEvents(handle: TcpHandle): void {
  handle.onread = ignore
  handle.readStart()
  if (waiting.push(handle) === 1) setImmediate(closeInNextRound)
}

/** Node receives between two rounds of immediates. */
function closeInNextRound(): void {
  const handles = waiting
  waiting = []
  setImmediate(() => {
    for (const handle of handles) handle.close()
  })
}

function ignore(): undefined {}
