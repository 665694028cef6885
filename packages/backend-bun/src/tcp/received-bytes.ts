/**
 * Bytes that came before anybody asked for them, in the buffers that Bun handed over
 * (https://bun.com/reference/bun/SocketHandler, `binaryType`). A read of a whole buffer takes it as it is, uncopied.
 */
import { Uint8Array } from '../globals.ts'

/** ES2024, 25.1.6.8, which the types of ES2023 do not know. */
interface TransferableBuffer extends ArrayBuffer {
  transfer(newByteLength: number): ArrayBuffer
}

/** More buffers than these are made into one: the buffer of a single byte takes a hundred. */
const mostBuffers = 64

/** In bytes: a smaller buffer is left to the garbage collector. */
const releaseFrom = 65_536

/**
 * Frees the memory of a buffer that has been copied. Bun's next buffer then has the same memory, which is mapped already and
 * in the processor's cache. Without this, receiving costs twice what the copying does.
 */
function release(buffer: ArrayBuffer): void {
  if (buffer.byteLength >= releaseFrom) (buffer as TransferableBuffer).transfer(0)
}

export class ReceivedBytes {
  #buffers: ArrayBuffer[] = []
  /** In bytes: what has been taken of the first buffer. */
  #offset = 0
  #length = 0

  /** In bytes: all that is left. */
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

  /** Takes all bytes, but at most `max`. It is a whole buffer or a copy, so that the taker shares memory with nobody. */
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
