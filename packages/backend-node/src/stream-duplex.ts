/**
 * A byte stream of the contract as a Node stream, so that `node:tls` runs over any backend's.
 * Source: https://nodejs.org/docs/latest-v20.x/api/stream.html#implementing-a-duplex-stream
 */
import { readBytes } from '@chrome-socket/api/backend'
import { Duplex } from 'node:stream'
import type { ByteStream } from '@chrome-socket/api/backend'

/** In bytes; a TLS record with its overhead fits. */
const readSize = 32 * 1024

export class StreamDuplex extends Duplex {
  readonly #stream: ByteStream

  constructor(stream: ByteStream) {
    super({ allowHalfOpen: true })
    this.#stream = stream
  }

  override _read(): void {
    readBytes(this.#stream, readSize, (result, bytes) => {
      if (result > 0) this.push(bytes)
      else if (result === 0) this.push(null)
      else this.destroy(new StreamError(result))
    })
  }

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error) => void): void {
    this.#stream.write(chunk, (result) => done(result < 0 ? new StreamError(result) : undefined))
  }

  /** The contract has no half-close; TLS ends with its close_notify. */
  override _final(done: () => void): void {
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#stream.close()
    done(error)
  }
}

/** A net error of the inner stream, on its way through Node's streams. */
export class StreamError extends Error {
  readonly result: number

  constructor(result: number) {
    super(`The stream failed with ${result}`)
    this.result = result
  }
}
