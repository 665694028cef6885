/**
 * How long a closed TLS stream keeps its connection. A connection that is closed with bytes unread is reset, and the peer
 * loses what it has not read by then (RFC 1122, section 4.2.2.13). A server's session tickets (RFC 8446, section 4.6.1) may
 * still be on their way. So the end is sent, and what comes is dropped until the peer ends too, or its time is over.
 */
import { clearTimeout, setTimeout } from './globals.ts'

/** In milliseconds: the time that a peer has to end its side. */
const lingerTime = 1000

/**
 * Calls `release` when the returned function is called, or else a second from now. `release` is called once. The wait does not
 * keep a process alive.
 * @param release ends what lingers; an error that it throws goes to the caller, or from the timer to the handler of uncaught errors
 * @returns what ends the wait
 * @errors Cannot fail.
 * @example
 * import type { Duplex } from 'node:stream'
 * import { lingerUntil } from '@chrome-socket/api/backend'
 *
 * export function endOf(socket: Duplex, close: () => void): void {
 *   socket.once('end', lingerUntil(close))
 *   socket.end()
 * }
 */
export function lingerUntil(release: () => void): () => void {
  let isOver = false
  const finish = (): void => {
    if (isOver) return
    isOver = true
    clearTimeout(timer)
    release()
  }
  const timer = setTimeout(finish, lingerTime)
  unref(timer)
  return finish
}

/** A timer of Node and Bun keeps the process alive; a browser's is a number. */
function unref(timer: unknown): void {
  const { unref } = timer as { unref?: () => void }
  if (typeof unref === 'function') unref.call(timer)
}
