/**
 * Completions that are known at once and told in a turn of their own, unless they are cancelled before (rule 1 of the
 * contract).
 */
import type { Cancel, NetResult } from '../contract.ts'
import { NetError } from '../net-error.ts'
import { afterMicrotasks } from '../turn/turns.ts'

/**
 * Runs `complete` in a turn of its own.
 *
 * @returns what abandons it
 *
 * @example
 * if (isRefused) return completeLater(() => complete(NetError.ERR_INVALID_ARGUMENT))
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
 * Completes with a socket or listener that is open already, in a turn of its own. Closes it if that is abandoned before.
 *
 * @returns what abandons it
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
