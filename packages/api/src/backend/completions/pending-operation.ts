/**
 * One pending operation of a kind, whose result is looked up only in the turn in which it completes: a read, an accept or a
 * receive of a backend that has all of its state at hand. A `close` until then has the last word, and no completion comes
 * twice, inside a call, or after the end (rules 1 and 2 of the contract).
 */
import { afterMicrotasks } from '../turn/turns.ts'

/**
 * @example
 * const accept = new PendingOperation<[result: number, stream?: TcpStream]>(() => {
 *   if (isClosed) return [NetError.ERR_CONNECTION_CLOSED]
 *   const stream = waiting.shift()
 *   return stream && [NetError.OK, stream]
 * })
 * accept.start(complete)
 * // … and when a connection has come:
 * accept.wake()
 */
export class PendingOperation<Result extends readonly unknown[]> {
  #complete: ((...result: Result) => void) | undefined
  #isTurnAskedFor = false
  readonly #lookUp: () => Result | undefined

  /** `lookUp` gives the arguments of the completion, or undefined as long as there is nothing to report. */
  constructor(lookUp: () => Result | undefined) {
    this.#lookUp = lookUp
  }

  get isPending(): boolean {
    return this.#complete !== undefined
  }

  start(complete: (...result: Result) => void): void {
    this.#complete = complete
    this.wake()
  }

  /** Call it when there may be something to report. */
  wake(): void {
    if (this.#complete === undefined || this.#isTurnAskedFor) return
    this.#isTurnAskedFor = true
    afterMicrotasks(() => {
      this.#isTurnAskedFor = false
      const complete = this.#complete
      const result = complete && this.#lookUp()
      if (complete === undefined || result === undefined) return
      this.#complete = undefined
      complete(...result)
    })
  }
}
