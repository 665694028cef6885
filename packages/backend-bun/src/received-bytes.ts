/**
 * Bytes that came before anybody asked for them, in the buffers Bun handed over
 * (https://bun.com/reference/bun/SocketHandler, `binaryType`).
 */

/** ES2024, 25.1.6.8, which the types of ES2023 do not know. */
interface TransferableBuffer extends ArrayBuffer {
  transfer(newByteLength: number): ArrayBuffer
}

/** So many buffers are made into one: that of a single byte takes a hundred. */
const mostBuffers = 64

/** In bytes: from here on it pays not to leave the memory to the garbage collector. */
const releaseFrom = 65_536

/**
 * Lets go of the memory of a buffer that has been copied. Bun's next one is then the same memory, which is mapped, and in
 * the processor's cache: left to the garbage collector, it costs twice what the copying does.
 */
function release(buffer: ArrayBuffer): void {
  if (buffer.byteLength >= releaseFrom) (buffer as TransferableBuffer).transfer(0)
}

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
    const all = this.#gather(this.#length)
    this.#buffers = [all]
    this.#length = all.byteLength
  }

  /**
   * Takes all bytes there are, but at most `max`: a whole buffer where that is just what is wanted, else a copy, so
   * that the taker shares memory with nobody.
   */
  take(max: number): ArrayBuffer {
    const length = Math.min(max, this.#length)
    const start = this.#offset
    const end = start + length
    const first = this.#buffers[0]
    if (first === undefined || end > first.byteLength) return this.#gather(length)
    this.#length -= length
    if (end < first.byteLength) {
      this.#offset = end
      return first.slice(start, end)
    }
    this.#buffers.shift()
    this.#offset = 0
    if (start === 0) return first
    const rest = first.slice(start)
    release(first)
    return rest
  }

  #gather(length: number): ArrayBuffer {
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
        release(first)
      }
    }
    this.#length -= length
    return all.buffer
  }
}
