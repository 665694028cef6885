/**
 * Bytes that came before anybody asked for them, in the buffers Bun handed over
 * (https://bun.com/reference/bun/SocketHandler, `binaryType`).
 */

/** So many buffers are made into one: that of a single byte takes a hundred. */
const mostBuffers = 64

export class ReceivedBytes {
  #buffers: ArrayBuffer[] = []
  /** How much of the first buffer has been taken. */
  #offset = 0
  #length = 0

  /** How many bytes there are. */
  get length(): number {
    return this.#length
  }

  add(buffer: ArrayBuffer): void {
    this.#buffers.push(buffer)
    this.#length += buffer.byteLength
    if (this.#buffers.length < mostBuffers) return
    const all = this.#gather(this.#length).buffer
    this.#buffers = [all]
    this.#length = all.byteLength
  }

  /**
   * Takes all bytes there are, but at most `max`: a whole buffer where that is just what is wanted, else a copy, so
   * that the taker shares memory with nobody.
   */
  take(max: number): Uint8Array<ArrayBuffer> {
    const length = Math.min(max, this.#length)
    const start = this.#offset
    const end = start + length
    const first = this.#buffers[0]
    if (first === undefined || end > first.byteLength) return this.#gather(length)
    this.#length -= length
    if (end < first.byteLength) {
      this.#offset = end
      return new Uint8Array(first.slice(start, end))
    }
    this.#buffers.shift()
    this.#offset = 0
    return new Uint8Array(start === 0 ? first : first.slice(start))
  }

  #gather(length: number): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(length)
    for (let filled = 0; filled < length;) {
      const first = this.#buffers[0] as ArrayBuffer
      const part = new Uint8Array(first, this.#offset, Math.min(first.byteLength - this.#offset, length - filled))
      all.set(part, filled)
      filled += part.byteLength
      this.#offset += part.byteLength
      if (this.#offset === first.byteLength) {
        this.#buffers.shift()
        this.#offset = 0
      }
    }
    this.#length -= length
    return all
  }
}
