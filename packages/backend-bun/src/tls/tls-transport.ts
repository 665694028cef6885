/**
 * The stream below TLS, as a Node stream that `node:tls` runs over. Bun's TLS over a Duplex heeds no backpressure, in neither
 * direction: this Duplex is asked to hold up instead (`isEnough`, `afterSending`).
 */
import { StreamDuplex } from '@chrome-socket/api/backend/node'
import type { ByteStream } from '@chrome-socket/api/backend'

/** In bytes: one record carries no more (RFC 8446, 5.1). So much is read at a time. */
const recordSize = 16_384

export class TlsTransport extends StreamDuplex {
  /** Something was sent after something had come: the server's first flight has been accepted. */
  hasAnswered = false
  #hasReceived = false
  #whenSent: (() => void) | undefined

  constructor(inner: ByteStream) {
    super(inner, { readSize: recordSize })
  }

  /** Calls `task` once everything written has been sent. */
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
