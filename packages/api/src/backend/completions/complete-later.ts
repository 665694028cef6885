/**
 * Completes operations whose result is known at once in a turn of their own, unless they are cancelled before (rule 1
 * of the contract).
 */
import type { Cancel, NetResult } from '../contract.ts'
import { NetError } from '../net-error.ts'
import { afterMicrotasks } from '../turn/turns.ts'

/**
 * Runs `complete` in a turn of its own, unless it is cancelled before.
 * @param complete completes the operation; an error that it throws goes to the handler of uncaught errors
 * @returns the function that cancels it
 * @errors Cannot fail.
 * @example
 * import { completeLater, NetError, type Cancel, type ConnectCompletion } from '@chrome-socket/api/backend'
 *
 * export function refuse(complete: ConnectCompletion): Cancel {
 *   return completeLater(() => complete(NetError.ERR_CONNECTION_REFUSED))
 * }
 */
export function completeLater(complete: () => void): Cancel {
  let isCancelled = false
  afterMicrotasks(() => {
    if (!isCancelled) complete()
  })
  return () => {
    isCancelled = true
  }
}

/**
 * Completes with an open socket or listener in a turn of its own. If it is cancelled before, the socket is closed.
 * @param opened the socket, which then belongs to the receiver of `complete`
 * @param complete gets 0 and the socket
 * @returns the function that cancels it
 * @errors Cannot fail.
 * @example
 * import { openLater, type Cancel, type ListenCompletion, type TcpListener } from '@chrome-socket/api/backend'
 *
 * export function listen(listener: TcpListener, complete: ListenCompletion): Cancel {
 *   return openLater(listener, complete)
 * }
 */
export function openLater<Opened extends { close(): void }>(
  opened: Opened,
  complete: (result: NetResult, opened: Opened) => void,
): Cancel {
  let isOver = false
  const finish = (end: () => void): void => {
    if (isOver) return
    isOver = true
    end()
  }
  afterMicrotasks(() => finish(() => complete(NetError.OK, opened)))
  return () => finish(() => opened.close())
}
