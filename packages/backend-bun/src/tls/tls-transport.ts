/**
 * The stream below TLS, as a Duplex for `node:tls`. Bun's TLS over a Duplex ignores backpressure in both directions, so this
 * Duplex applies it (`isEnough`, `afterSending`).
 */
import { StreamDuplex } from '@chrome-socket/api/backend/node'
import type { ByteStream } from '@chrome-socket/api/backend'

/** The most bytes of a read, which is the most content of a record (RFC 8446, 5.1). */
const recordSize = 16_384

export class TlsTransport extends StreamDuplex {
  /**
   * Whether bytes were sent after bytes were received, which means that the client has accepted the server's first flight.
   */
  hasAnswered = false
  #hasReceived = false
  #whenSent: (() => void) | undefined

  constructor(inner: ByteStream) {
    super(inner, { readSize: recordSize })
  }

  /** Calls `task` once all written bytes have been sent. */
  afterSending(task: () => void): void {
    if (this.writableLength === 0) task()
    else this.#whenSent = task
  }

  override push(chunk: Uint8Array | null): boolean {
    this.#hasReceived = true
    return super.push(chunk)
  }

  override _write(chunk: Uint8Array, encoding: string, complete: (error?: Error) => void): void {
    this.hasAnswered ||= this.#hasReceived
    super._write(chunk, encoding, (error) => {
      complete(error)
      if (error !== undefined || this.writableLength > 0) return
      const task = this.#whenSent
      this.#whenSent = undefined
      task?.()
    })
  }
}
