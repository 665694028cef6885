/**
 * Bytes that came before anybody asked for them, in the buffers Bun handed over
 * (https://bun.com/reference/bun/SocketHandler, `binaryType`).
 */
export class ReceivedBytes {
  readonly #buffers: ArrayBuffer[] = []
  /** How much of the first buffer has been taken. */
  #offset = 0

  get isEmpty(): boolean {
    return this.#buffers.length === 0
  }

  add(buffer: ArrayBuffer): void {
    this.#buffers.push(buffer)
  }

  /**
   * Takes 1..`max` bytes of the first buffer: the buffer itself where all of it fits, else a copy of that part,
   * so that the taker shares memory with nobody. There must be some.
   */
  take(max: number): Uint8Array<ArrayBuffer> {
    const buffer = this.#buffers[0] as ArrayBuffer
    const start = this.#offset
    const end = start + max
    if (end < buffer.byteLength) {
      this.#offset = end
      return new Uint8Array(buffer.slice(start, end))
    }
    this.#buffers.shift()
    this.#offset = 0
    return new Uint8Array(start === 0 ? buffer : buffer.slice(start))
  }

  clear(): void {
    this.#buffers.length = 0
    this.#offset = 0
  }
}
