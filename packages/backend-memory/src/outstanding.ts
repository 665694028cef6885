/**
 * One outstanding operation of a kind: a pending read, accept or receive.
 * Its result is looked up only in the turn in which it completes. So a `close` until then has the last word,
 * and no completion can come twice, inside a call or after the end (rules 1 and 2 of the backend contract).
 */
import { afterMicrotasks } from '@chrome-socket/api/backend'

export class Outstanding<Result extends readonly unknown[]> {
  #done: ((...result: Result) => void) | undefined
  #scheduled = false
  readonly #outcome: () => Result | undefined

  /** `outcome` gives the arguments of the completion, undefined as long as there is nothing to report. */
  constructor(outcome: () => Result | undefined) {
    this.#outcome = outcome
  }

  get pending(): boolean {
    return this.#done !== undefined
  }

  start(done: (...result: Result) => void): void {
    this.#done = done
    this.wake()
  }

  /** To be called when there may be something to report. */
  wake(): void {
    if (this.#done === undefined || this.#scheduled) return
    this.#scheduled = true
    afterMicrotasks(() => {
      this.#scheduled = false
      const done = this.#done
      const result = done && this.#outcome()
      if (done === undefined || result === undefined) return
      this.#done = undefined
      done(...result)
    })
  }
}
