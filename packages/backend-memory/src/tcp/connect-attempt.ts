/**
 * A connect that is under way. It ends once, with a result or by a cancel.
 */
import { afterMicrotasks } from '@chrome-socket/api/backend'
import type { NetResult } from '@chrome-socket/api/backend'
import type { MemoryStream } from '../network/port-owners.ts'

/** Receives the result of a connect. `stream` is present if and only if `result` is 0. */
export type MemoryConnectCompletion = (result: NetResult, stream?: MemoryStream) => void

export class ConnectAttempt {
  readonly #complete: MemoryConnectCompletion
  #isOver = false
  #result: { readonly code: NetResult; readonly stream: MemoryStream | undefined } | undefined
  #abandon: (() => void) | undefined

  constructor(complete: MemoryConnectCompletion) {
    this.#complete = complete
  }

  /** Sets the function that runs if the attempt ends without a stream. It replaces the previous function. */
  onAbandoned(abandon: () => void): void {
    this.#abandon = abandon
  }

  finish(code: NetResult, stream?: MemoryStream): void {
    if (this.#isOver || this.#result !== undefined) return
    this.#result = { code, stream }
    if (stream === undefined) this.#abandon?.()
    afterMicrotasks(() => {
      if (this.#isOver) return
      this.#isOver = true
      if (stream === undefined) this.#complete(code)
      else this.#complete(code, stream)
    })
  }

  cancel(): void {
    if (this.#isOver) return
    this.#isOver = true
    if (this.#result === undefined) this.#abandon?.()
    else this.#result.stream?.close()
  }
}
