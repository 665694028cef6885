/**
 * What goes to the connection beneath: one write at a time, in order.
 */
import { afterMicrotasks, type ByteStream, type NetResult } from '@chrome-socket/api/backend'

interface Output {
  readonly bytes: Uint8Array
  readonly sent: () => void
}

export class InnerWriter {
  readonly #inner: ByteStream
  readonly #onFailure: (netError: NetResult) => void
  readonly #waiting: Output[] = []
  #writing = false
  #closed = false

  /** `onFailure`: the connection takes nothing more, and what waited is dropped. */
  constructor(inner: ByteStream, onFailure: (netError: NetResult) => void) {
    this.#inner = inner
    this.#onFailure = onFailure
  }

  /** `sent` is called when the bytes need not be kept any longer. */
  write(bytes: Uint8Array, sent: () => void): void {
    this.#waiting.push({ bytes, sent })
    this.#writeNext()
  }

  /** The connection has been closed: what is written from now on goes nowhere. */
  close(): void {
    this.#closed = true
  }

  #writeNext(): void {
    if (this.#writing) return
    const next = this.#waiting.shift()
    if (next === undefined) return
    if (this.#closed) {
      next.sent()
      return
    }
    if (next.bytes.length === 0) {
      afterMicrotasks(() => next.sent())
      this.#writeNext()
      return
    }
    this.#writing = true
    this.#inner.write(next.bytes, (result) => {
      this.#writing = false
      if (result < 0) {
        this.#waiting.length = 0
        this.#onFailure(result)
        return
      }
      this.#writeNext()
      next.sent()
    })
  }
}
