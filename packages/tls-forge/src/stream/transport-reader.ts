/**
 * Reads the connection beneath: one read at a time, and none after its end.
 */
import type { ByteStream, NetResult, Reader } from '@chrome-socket/api/backend'

const readSize = 65_536
/** While reads come back full: fewer records lie across two of them, and have to be joined. */
const bulkReadSize = 4 * readSize

export class TransportReader implements Reader {
  readonly #transport: ByteStream
  readonly #onRead: (result: NetResult, data: ArrayBuffer) => void
  #isPending = false
  #hasEnded = false
  #size = readSize

  /** `onRead` gets the result of each read: the first one that is not above 0 is the last one. */
  constructor(transport: ByteStream, onRead: (result: NetResult, data: ArrayBuffer) => void) {
    this.#transport = transport
    this.#onRead = onRead
  }

  /** Has the peer closed, or the connection failed? */
  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Reads, unless a read is pending. */
  read(): void {
    if (this.#isPending || this.#hasEnded) return
    this.#isPending = true
    this.#transport.read(this.#size, this)
  }

  completeRead(result: NetResult, data: ArrayBuffer): void {
    this.#isPending = false
    this.#hasEnded = result <= 0
    this.#size = data.byteLength >= readSize ? bulkReadSize : readSize
    this.#onRead(result, data)
  }
}
