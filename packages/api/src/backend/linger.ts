/**
 * Limits the time for which a closed TLS stream keeps its connection. A connection that is closed with unread bytes is
 * reset, and the peer then loses bytes that it has not read (RFC 1122, section 4.2.2.13). A server's session tickets
 * (RFC 8446, section 4.6.1) may still be on their way. So a stream sends its end, and drops received bytes until the
 * peer ends too or the time is over.
 */
import { clearTimeout, setTimeout } from './globals.ts'

/** The time in milliseconds that a peer has to end its side. */
const lingerTime = 1000

/**
 * Calls `release` once: when the returned function is called, or after a second. The wait does not keep a process
 * alive.
 * @param release closes the connection; an error that it throws goes to the caller or, from the timer, to the handler
 * of uncaught errors
 * @returns the function that ends the wait
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

/** Makes a timer of Node or Bun not keep the process alive. A browser's timer is a number. */
function unref(timer: unknown): void {
  const { unref } = timer as { unref?: () => void }
  if (typeof unref === 'function') unref.call(timer)
}
