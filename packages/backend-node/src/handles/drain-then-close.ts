/**
 * Closes handles after the event loop has polled once more. If a socket is closed with unread bytes, the system resets the
 * connection (RFC 1122, section 4.2.2.13), and the peer can lose the last answer. Chromium's network service receives up to
 * 64 KiB before the app reads, so its close resets only if more bytes are unread.
 */
import { setImmediate } from 'node:timers'
import type { TcpHandle } from './handle-types.ts'

/**
 * The buffer for bytes that nobody reads. If a stream is closed in the completion of a read, its handle receives into this
 * buffer from then on, because the buffer of that read belongs to the reader. Its length is no limit.
 */
export const discardBuffer: Uint8Array<ArrayBuffer> = new Uint8Array(65_536)

let waiting: TcpHandle[] = []

/** Receives what has arrived, drops it, and then closes the handle. The caller must not use the handle afterwards. */
export function drainThenClose(handle: TcpHandle): void {
  handle.onread = drop
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

function drop(): undefined {}
