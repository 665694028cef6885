/**
 * One pending operation of a kind: a read, an accept or a receive.
 * Its result is looked up in the turn in which it completes. So a `close` until then has the last word, and no completion
 * comes twice, inside a call or after the end (rules 1 and 2 of the backend contract).
 */
import { afterMicrotasks } from '@chrome-socket/api/backend'

export class PendingOperation<Result extends readonly unknown[]> {
  #complete: ((...result: Result) => void) | undefined
  #isScheduled = false
  readonly #outcome: () => Result | undefined

  /** `outcome` gives the arguments of the completion, or undefined as long as there is nothing to tell. */
  constructor(outcome: () => Result | undefined) {
    this.#outcome = outcome
  }

  get isPending(): boolean {
    return this.#complete !== undefined
  }

  start(complete: (...result: Result) => void): void {
    this.#complete = complete
    this.wake()
  }

  /** To be called when there may be something to tell. */
  wake(): void {
    if (this.#complete === undefined || this.#isScheduled) return
    this.#isScheduled = true
    afterMicrotasks(() => {
      this.#isScheduled = false
      const complete = this.#complete
      const result = complete && this.#outcome()
      if (complete === undefined || result === undefined) return
      this.#complete = undefined
      complete(...result)
    })
  }
}
