/// <reference types="node" preserve="true" />
/**
 * A stream of the contract as a Node stream, so that `node:tls` runs over the streams of any backend. Source:
 * https://nodejs.org/docs/latest-v20.x/api/stream.html#implementing-a-duplex-stream
 */
import { Duplex } from 'node:stream'
import type { ByteStream, NetResult } from '../contract.ts'
import { readBytes } from '../read-bytes.ts'

/** The default read size in bytes. A TLS record fits, with its overhead. */
const defaultReadSize = 32 * 1024

/** The options of `StreamDuplex`. */
export interface StreamDuplexOptions {
  /** The number of bytes of a read, and the number that may wait in each direction. The default is 32 KiB. */
  readonly readSize?: number
}

/**
 * A stream of the contract as a Duplex of Node, for `node:tls`. Destroying it closes the stream. The contract has no half-close: TLS
 * ends with its close_notify.
 * @errors A read or a write of the stream that fails destroys it with a `StreamError`, and `failure` then has the net error.
 * @example
 * import tls from 'node:tls'
 * import type { ByteStream } from '@chrome-socket/api/backend'
 * import { StreamDuplex } from '@chrome-socket/api/backend/node'
 *
 * export const secure = (stream: ByteStream, servername: string) =>
 *   tls.connect({ socket: new StreamDuplex(stream), servername })
 */
export class StreamDuplex extends Duplex {
  /** The net error that the stream failed with. Node does not pass on every error. */
  failure: NetResult | undefined
  /**
   * Returns whether enough bytes wait to be read. It is called before each read of the stream below. Node's own TLS
   * reads no more than its reader. The TLS of Bun and Deno does, so the reader of the secured stream limits it here.
   */
  isEnough: () => boolean = () => false
  #isHeldUp = false
  readonly #stream: ByteStream
  readonly #readSize: number

  constructor(stream: ByteStream, { readSize }: StreamDuplexOptions = {}) {
    super({
      allowHalfOpen: true,
      ...(readSize !== undefined && { readableHighWaterMark: readSize, writableHighWaterMark: readSize }),
    })
    this.#stream = stream
    this.#readSize = readSize ?? defaultReadSize
  }

  /**
   * Continues reading. Call it when `isEnough` no longer returns true.
   * @errors Cannot fail.
   */
  readOn(): void {
    if (this.#isHeldUp) this._read()
  }

  /** For Node: reads from the stream below. */
  override _read(): void {
    this.#isHeldUp = this.isEnough()
    if (this.#isHeldUp) return
    readBytes(this.#stream, this.#readSize, (result, bytes) => {
      if (result > 0) this.push(bytes)
      else if (result === 0) this.push(null)
      else this.destroy(this.#failWith(result))
    })
  }

  /** For Node: writes to the stream below. */
  override _write(chunk: Uint8Array, _encoding: string, complete: (error?: Error) => void): void {
    this.#stream.write(chunk, (result) => complete(result < 0 ? this.#failWith(result) : undefined))
  }

  /** For Node: closes the stream below. */
  override _destroy(error: Error | null, complete: (error: Error | null) => void): void {
    this.#stream.close()
    complete(error)
  }

  #failWith(result: NetResult): StreamError {
    this.failure ??= result
    return new StreamError(result)
  }
}

/**
 * A net error of the stream below, on its way through Node's streams.
 * @errors Cannot fail. A `StreamDuplex` is destroyed with it.
 * @example
 * import type { TLSSocket } from 'node:tls'
 * import { StreamError } from '@chrome-socket/api/backend/node'
 *
 * export function report(socket: TLSSocket): void {
 *   socket.on('error', (error) => console.error(error instanceof StreamError ? error.result : error.message))
 * }
 */
export class StreamError extends Error {
  /** The net error. */
  readonly result: NetResult

  constructor(result: NetResult) {
    super(`The stream below failed with ${result}`)
    this.result = result
  }
}
