/**
 * A pending operation, such as a read, an accept or a receive, of a backend that has all of its state at hand. Its
 * result is looked up only in the turn in which it completes. So a `close` before that turn decides the result, and no
 * completion comes twice, inside a call, or after the end (rules 1 and 2 of the contract).
 */
import { afterMicrotasks } from '../turn/turns.ts'

/**
 * An operation that may be pending. It looks up its result only in the turn in which it completes.
 * @errors Cannot fail. `lookUp` returns the result, which may be an error.
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

  /** `lookUp` returns the arguments of the completion, or undefined while there is no result. */
  constructor(lookUp: () => Result | undefined) {
    this.#lookUp = lookUp
  }

  /** Whether the operation has been started and is not complete. */
  get isPending(): boolean {
    return this.#complete !== undefined
  }

  /**
   * Starts the operation.
   * @param complete is called once, in a turn of its own, with the result of `lookUp`
   * @errors Cannot fail.
   */
  start(complete: (...result: Result) => void): void {
    this.#complete = complete
    this.wake()
  }

  /**
   * Looks up the result in a turn of its own. Call it when there may be a result.
   * @errors Cannot fail. It has no effect if the operation is not pending or has no result yet.
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
