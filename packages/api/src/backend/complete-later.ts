/**
 * A completion that is known at once and told in a turn of its own, unless it is cancelled before (rule 1 of the contract).
 */
import type { Cancel } from './contract.ts'
import { afterMicrotasks } from './turn.ts'

/**
 * Runs `complete` in a turn of its own.
 *
 * @returns what abandons it
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
