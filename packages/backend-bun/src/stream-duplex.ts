/**
 * A stream of the contract as a Node stream, which is what `node:tls` speaks TLS over.
 * Source: https://nodejs.org/api/stream.html#implementing-a-duplex-stream
 */
import { readBytes } from '@chrome-socket/api/backend'
import { Duplex } from 'node:stream'
import type { ByteStream, NetResult } from '@chrome-socket/api/backend'

/** What one record carries at most (RFC 8446, 5.1): so much is read at a time. */
const recordSize = 16_384

export class StreamDuplex extends Duplex {
  failure: NetResult | undefined
  /** Something was sent after something had come: the server's first flight has been accepted. */
  hasAnswered = false
  /** Set by whoever takes what is secured: whether there is enough of it. Bun's TLS itself never has enough. */
  isEnough: () => boolean = () => false
  readonly #inner: ByteStream
  #hasRead = false
  #isHeldUp = false
  #whenSent: (() => void) | undefined

  constructor(inner: ByteStream) {
    super({ readableHighWaterMark: recordSize, writableHighWaterMark: recordSize })
    this.#inner = inner
  }

  /** Calls back once everything written has been sent: Bun's TLS itself does not wait for that. */
  afterSending(task: () => void): void {
    if (this.writableLength === 0) task()
    else this.#whenSent = task
  }

  /** There may no longer be enough. */
  readOn(): void {
    if (this.#isHeldUp) this._read()
  }

  override _read(): void {
    this.#isHeldUp = this.isEnough()
    if (this.#isHeldUp) return
    readBytes(this.#inner, recordSize, (result, bytes) => {
      this.#hasRead = true
      if (result > 0) this.push(bytes)
      else if (result === 0) this.push(null)
      else this.destroy(this.#failed(result))
    })
  }

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error) => void): void {
    this.hasAnswered ||= this.#hasRead
    this.#inner.write(chunk, (result) => {
      if (result < 0) {
        done(this.#failed(result))
        return
      }
      done()
      if (this.writableLength > 0) return
      const task = this.#whenSent
      this.#whenSent = undefined
      task?.()
    })
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#inner.close()
    done(error)
  }

  #failed(result: NetResult): Error {
    this.failure ??= result
    return new Error(`the stream below failed with ${result}`)
  }
}
