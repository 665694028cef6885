/**
 * A queue of received bytes that no read has asked for yet, in Bun's buffers (https://bun.com/reference/bun/SocketHandler,
 * `binaryType`). A read of a whole buffer gets it without a copy.
 */
import { Uint8Array } from '../globals.ts'

/** `ArrayBuffer.prototype.transfer` of ES2024 (25.1.6.8), which is not in the types of ES2023. */
interface TransferableBuffer extends ArrayBuffer {
  transfer(newByteLength: number): ArrayBuffer
}

/** The number of buffers at which they are merged, because even the buffer of a single byte takes a hundred bytes. */
const mostBuffers = 64

/** The least length, in bytes, of a buffer to release. The garbage collector frees smaller buffers. */
const releaseFrom = 65_536

/**
 * Frees the memory of a copied buffer. Bun's next buffer then uses the same memory, which is already mapped and in the
 * processor's cache. Otherwise the new memory would cost twice as much as the copy.
 */
function release(buffer: ArrayBuffer): void {
  if (buffer.byteLength >= releaseFrom) (buffer as TransferableBuffer).transfer(0)
}

export class ReceivedBytes {
  #buffers: ArrayBuffer[] = []
  /** The number of bytes that have been taken from the first buffer. */
  #offset = 0
  #length = 0

  /** The number of bytes in the queue. */
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

  clear(): void {
    this.#buffers = []
    this.#offset = 0
    this.#length = 0
  }

  /** Takes at most `max` bytes. The result is a whole buffer or a copy, so the caller owns its memory. */
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
