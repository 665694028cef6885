/**
 * One pending operation of a kind, whose result is looked up only in the turn in which it completes: a read, an accept or a
 * receive of a backend that has all of its state at hand. A `close` until then has the last word, and no completion comes
 * twice, inside a call, or after the end (rules 1 and 2 of the contract).
 */
import { afterMicrotasks } from '../turn/turns.ts'

/**
 * An operation that may be pending: it looks its result up only in the turn in which it completes.
 * @errors Cannot fail itself: the result is what `lookUp` gives.
 * @example
 * import { NetError, PendingOperation, type TcpStream } from '@chrome-socket/api/backend'
 *
 * const waiting: TcpStream[] = []
 * const accept = new PendingOperation<[result: number, stream?: TcpStream]>(() => {
 *   const stream = waiting.shift()
 *   return stream && [NetError.OK, stream]
 * })
 * accept.start((result) => console.log(result))
 * accept.wake() // when a connection has come
 */
export class PendingOperation<Result extends readonly unknown[]> {
  #complete: ((...result: Result) => void) | undefined
  #isTurnAskedFor = false
  readonly #lookUp: () => Result | undefined

  /** `lookUp` gives the arguments of the completion, or undefined as long as there is nothing to report. */
  constructor(lookUp: () => Result | undefined) {
    this.#lookUp = lookUp
  }

  /** Whether it has been started, and is not complete. */
  get isPending(): boolean {
    return this.#complete !== undefined
  }

  /**
   * Starts the operation.
   * @param complete is called once, in a turn of its own, with what `lookUp` gives
   * @errors Cannot fail.
   */
  start(complete: (...result: Result) => void): void {
    this.#complete = complete
    this.wake()
  }

  /**
   * Looks the result up, in a turn of its own. Call it when there may be something to report.
   * @errors Cannot fail. Where nothing is pending, or there is nothing to report yet, it does nothing.
   */
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
