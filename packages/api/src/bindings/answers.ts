/**
 * Delivers the answers of an app's calls: each in a turn of its own, in order, with lastError if there is an error.
 * Source: Chromium extensions/renderer/bindings/api_request_handler.cc
 *
 * Answers that are known during the call come in the order of the calls. A completion of a backend, which in Chromium
 * comes from another process, comes after all such answers that are due by then.
 */
import { Error } from '../backend/globals.ts'
import { afterMicrotasks, takeTurn, throwToHost } from '../backend/turn/turns.ts'
import type { Turn } from '../backend/turn/turns.ts'
import { LastError } from './last-error.ts'
import type { Runtime } from './last-error.ts'

export type Callback = (...results: unknown[]) => void

/** The way in which a function answers: by a required callback, by a callback or a promise, or not at all. */
export type AnswerMode = 'callback' | 'callback or promise' | 'none'

/** A call of the app that waits for its answer. */
export interface Call<Result> {
  /**
   * Completes the call. Call it once. Without a result the callback gets no argument. `error` becomes lastError. Some
   * functions of Chromium answer a failure with a bare number instead of their result.
   */
  complete(result?: Result | number, error?: string): void
}

/** A call of a function that has no callback. */
export const callWithoutAnswer: Call<unknown> = { complete() {} }

/** One app's answers. */
export class Answers {
  readonly #lastError: LastError
  #isInCall = false
  /** The number of answers from within calls that the app has not got yet. */
  #due = 0
  /**
   * The number of completions that wait for the answers that were due when they came. They do not wait for later
   * answers, which may come without end.
   */
  #waiting = 0
  #isStopped = false

  constructor(runtime: Runtime) {
    this.#lastError = new LastError(runtime)
  }

  /** Begins a call of the app: answers given until `leaveCall` wait until the app's own code has ended. */
  enterCall(): boolean {
    const outer = this.#isInCall
    this.#isInCall = true
    return outer
  }

  /** Ends a call of the app. `outer` is the result of `enterCall`. */
  leaveCall(outer: boolean): void {
    this.#isInCall = outer
  }

  /** Whether answers wait for their turn. */
  get arePending(): boolean {
    return this.#isInCall || this.#due > 0 || this.#waiting > 0
  }

  /**
   * Calls `callback` with the result. An error that the callback throws goes to the runtime's handler of uncaught
   * errors.
   */
  complete(callback: Callback, result: unknown, error: string | undefined): void {
    if (this.#isInCall) {
      this.#due += 1
      takeTurn(new Answer(this, true, callback, result, error))
    } else if (this.#due > 0 || this.#waiting > 0) {
      this.#waiting += 1
      takeTurn(new Answer(this, false, callback, result, error))
    } else {
      // A completion of the backend comes in a turn of its own, which is then this answer's.
      this.#run(callback, result, error)
    }
  }

  /** Delivers an answer in its turn. Only `Answer` calls it. */
  runInTurn({ isDue, callback, result, error }: Answer): void {
    if (isDue) this.#due -= 1
    else this.#waiting -= 1
    this.#run(callback, result, error)
  }

  #run(callback: Callback, result: unknown, error: string | undefined): void {
    this.#clearLastError()
    if (this.#isStopped) return
    if (error !== undefined) {
      this.#lastError.set(error)
      // The microtasks that the callback queues still see it.
      afterMicrotasks(this.#clearLastError)
    }
    try {
      if (result === undefined) callback()
      else callback(result)
    } catch (thrown) {
      throwToHost(thrown)
    }
  }

  readonly #clearLastError = (): void => this.#lastError.clear()

  /** Stops all answers to the app. */
  stop(): void {
    this.#isStopped = true
  }
}

/** An answer that waits for its turn. */
class Answer implements Turn {
  next: Turn | undefined = undefined
  /** Whether the answer was given during a call. Otherwise it is a completion that waits for such answers. */
  readonly isDue: boolean
  readonly callback: Callback
  readonly result: unknown
  readonly error: string | undefined
  readonly #answers: Answers

  constructor(answers: Answers, isDue: boolean, callback: Callback, result: unknown, error: string | undefined) {
    this.#answers = answers
    this.isDue = isDue
    this.callback = callback
    this.result = result
    this.error = error
  }

  run(): void {
    this.#answers.runInTurn(this)
  }
}

export class CallWithCallback implements Call<unknown> {
  readonly #answers: Answers
  readonly #callback: Callback

  constructor(answers: Answers, callback: Callback) {
    this.#answers = answers
    this.#callback = callback
  }

  complete(result?: unknown, error?: string): void {
    this.#answers.complete(this.#callback, result, error)
  }
}

export class CallWithPromise implements Call<unknown> {
  readonly #answers: Answers
  readonly #resolve: (result: unknown) => void
  readonly #reject: (error: Error) => void

  constructor(answers: Answers, resolve: (result: unknown) => void, reject: (error: Error) => void) {
    this.#answers = answers
    this.#resolve = resolve
    this.#reject = reject
  }

  complete(result?: unknown, error?: string): void {
    const settle = (): void => (error === undefined ? this.#resolve(result) : this.#reject(new Error(error)))
    this.#answers.complete(settle, undefined, undefined)
  }
}
