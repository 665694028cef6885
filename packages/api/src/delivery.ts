/**
 * How answers reach an app: each in a turn of its own, in order, with lastError where there is one.
 * Source: Chromium extensions/renderer/bindings/api_request_handler.cc
 */
import { setLastError } from './last-error.ts'
import type { Runtime } from './last-error.ts'
import { afterMicrotasks, throwToHost } from './turn.ts'

export type Callback = (...results: unknown[]) => void

export class Delivery {
  readonly #runtime: Runtime
  #inCall = false
  #stopped = false
  #lastErrorClearer: (() => void) | undefined

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  /** Runs a call of the app: what is answered meanwhile waits until the app's own code has ended. */
  during(call: () => void): void {
    const outer = this.#inCall
    this.#inCall = true
    try {
      call()
    } finally {
      this.#inCall = outer
    }
  }

  /** `result` is undefined for a callback without an argument. What the callback throws goes to the runtime's handler. */
  answer(callback: Callback, result: unknown, error: string | undefined): void {
    // A completion of the backend comes in a turn of its own, which is then this answer's.
    if (this.#inCall) afterMicrotasks(() => this.#run(callback, result, error))
    else this.#run(callback, result, error)
  }

  #run(callback: Callback, result: unknown, error: string | undefined): void {
    this.#clearLastError()
    if (this.#stopped) return
    if (error !== undefined) {
      this.#lastErrorClearer = setLastError(this.#runtime, error)
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

  readonly #clearLastError = (): void => {
    const clear = this.#lastErrorClearer
    this.#lastErrorClearer = undefined
    clear?.()
  }

  /** After this nothing is delivered any more. */
  stop(): void {
    this.#stopped = true
  }
}
