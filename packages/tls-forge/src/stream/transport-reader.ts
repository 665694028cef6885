/**
 * Reads the connection beneath, with one read at a time, and none after its end.
 */
import type { ByteStream, NetResult, Reader } from '@chrome-socket/api/backend'

const readSize = 65_536
/** The size while reads come back full. Fewer records are then split between two reads, and have to be joined. */
const bulkReadSize = 4 * readSize

export class TransportReader implements Reader {
  readonly #transport: ByteStream
  readonly #onRead: (result: NetResult, data: ArrayBuffer) => void
  #isPending = false
  #hasEnded = false
  #size = readSize

  /** `onRead` gets the result of each read. The first result that is not positive is the last. */
  constructor(transport: ByteStream, onRead: (result: NetResult, data: ArrayBuffer) => void) {
    this.#transport = transport
    this.#onRead = onRead
  }

  /** Whether the peer has closed, or the connection has failed. */
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
