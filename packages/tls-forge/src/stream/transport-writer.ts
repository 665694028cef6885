/**
 * Writes to the connection beneath: one write at a time, in order.
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

  /** `onFailure` is called when the connection takes nothing more. The bytes that waited are dropped. */
  constructor(transport: ByteStream, onFailure: Completion) {
    this.#transport = transport
    this.#onFailure = onFailure
  }

  /** `sent` is called when the bytes need not be kept any longer. */
  write(bytes: Uint8Array, sent: () => void): void {
    this.#waiting.push({ bytes, sent })
    this.#writeNext()
  }

  /** The connection has been closed: later writes go nowhere. */
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
