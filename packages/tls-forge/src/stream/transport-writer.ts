/**
 * Writes to the connection beneath, with one write at a time, in order.
 */
import { afterMicrotasks, type ByteStream, type Completion } from '@chrome-socket/api/backend'

interface Output {
  readonly bytes: Uint8Array
  readonly sent: () => void
}

export class TransportWriter {
  readonly #transport: ByteStream
  readonly #onFailure: Completion
  readonly #waiting: Output[] = []
  #isPending = false
  #isClosed = false

  /** `onFailure` is called when a write fails. The bytes that waited are dropped. */
  constructor(transport: ByteStream, onFailure: Completion) {
    this.#transport = transport
    this.#onFailure = onFailure
  }

  /** Writes bytes. `sent` is called when they need not be kept any longer. */
  write(bytes: Uint8Array, sent: () => void): void {
    this.#waiting.push({ bytes, sent })
    this.#writeNext()
  }

  /** Notes that the connection has been closed. Later writes are dropped. */
  close(): void {
    this.#isClosed = true
  }

  #writeNext(): void {
    if (this.#isPending) return
    const next = this.#waiting.shift()
    if (next === undefined) return
    if (this.#isClosed) {
      next.sent()
      return
    }
    if (next.bytes.length === 0) {
      afterMicrotasks(() => next.sent())
      this.#writeNext()
      return
    }
    this.#isPending = true
    this.#transport.write(next.bytes, (result) => {
      this.#isPending = false
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
