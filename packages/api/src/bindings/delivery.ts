/**
 * How answers reach an app: each in a turn of its own, in order, with lastError where there is one.
 * Source: Chromium extensions/renderer/bindings/api_request_handler.cc
 *
 * What is answered during the call itself comes in the order of the calls. What a backend completes comes when it is
 * done, and after every answer of the first kind that is due, as with Chromium, where it comes from another process.
 */
import { LastError } from './last-error.ts'
import type { Runtime } from './last-error.ts'
import { afterMicrotasks, takeTurn, throwToHost } from '../backend/turn.ts'
import type { Turn } from '../backend/turn.ts'

export type Callback = (...results: unknown[]) => void

export class Delivery {
  readonly #lastError: LastError
  #inCall = false
  /** Answers given during a call, which have not been delivered yet. */
  #due = 0
  /** Completions of the backend that wait behind answers that were due when they came. Not behind later ones, which may never end. */
  #waiting = 0
  #stopped = false

  constructor(runtime: Runtime) {
    this.#lastError = new LastError(runtime)
  }

  /** Begins a call of the app: what is answered until `leaveCall` waits until the app's own code has ended. */
  enterCall(): boolean {
    const outer = this.#inCall
    this.#inCall = true
    return outer
  }

  /** `outer` is what `enterCall` gave. */
  leaveCall(outer: boolean): void {
    this.#inCall = outer
  }

  /** `result` is undefined for a callback without an argument. What the callback throws goes to the runtime's handler. */
  answer(callback: Callback, result: unknown, error: string | undefined): void {
    if (this.#inCall) {
      this.#due += 1
      takeTurn(new Answer(this, 'due', callback, result, error))
    } else if (this.#due > 0 || this.#waiting > 0) {
      this.#waiting += 1
      takeTurn(new Answer(this, 'waiting', callback, result, error))
    } else {
      // A completion of the backend comes in a turn of its own, which is then this answer's.
      this.#run(callback, result, error)
    }
  }

  /** For the answer, in its turn. */
  deliver({ kind, callback, result, error }: Answer): void {
    if (kind === 'due') this.#due -= 1
    else this.#waiting -= 1
    this.#run(callback, result, error)
  }

  #run(callback: Callback, result: unknown, error: string | undefined): void {
    this.#clearLastError()
    if (this.#stopped) return
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

  /** After this nothing is delivered any more. */
  stop(): void {
    this.#stopped = true
  }
}

class Answer implements Turn {
  next: Turn | undefined = undefined
  readonly kind: 'due' | 'waiting'
  readonly callback: Callback
  readonly result: unknown
  readonly error: string | undefined
  readonly #delivery: Delivery

  constructor(
    delivery: Delivery,
    kind: 'due' | 'waiting',
    callback: Callback,
    result: unknown,
    error: string | undefined,
  ) {
    this.#delivery = delivery
    this.kind = kind
    this.callback = callback
    this.result = result
    this.error = error
  }

  run(): void {
    this.#delivery.deliver(this)
  }
}
