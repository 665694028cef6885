/**
 * Application data between the records it came in and the reads that take it. What is given out is the reader's: a buffer
 * that nothing else looks into, exactly as long (rule 3 of the backend contract).
 */
import { freeBuffer, worthFreeing } from '../bytes/free-buffer.ts'

export class ReceivedPlaintext {
  readonly #chunks: Uint8Array[] = []
  #length = 0

  /** In bytes. */
  get length(): number {
    return this.#length
  }

  /** `bytes` belong to it from now on. */
  push(bytes: Uint8Array): void {
    this.#chunks.push(bytes)
    this.#length += bytes.length
  }

  clear(): void {
    this.#chunks.length = 0
    this.#length = 0
  }

  /** Is the first chunk given out as it is? It has to be large, and have a buffer to itself that is as long. */
  isGivenWhole(max: number): boolean {
    const [chunk] = this.#chunks
    if (chunk === undefined || chunk.length < worthFreeing || chunk.length > max) return false
    return chunk.buffer.byteLength === chunk.length
  }

  /** Up to `max` bytes. */
  take(max: number): Uint8Array<ArrayBuffer> {
    if (!this.isGivenWhole(max)) return this.#takeJoined(max)
    const chunk = this.#chunks.shift() as Uint8Array<ArrayBuffer>
    this.#length -= chunk.length
    return chunk
  }

  #takeJoined(max: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(Math.min(max, this.#length))
    let at = 0
    let used = 0
    for (const chunk of this.#chunks) {
      const room = bytes.length - at
      if (room === 0) break
      if (chunk.length > room) {
        bytes.set(chunk.subarray(0, room), at)
        this.#chunks[used] = chunk.subarray(room)
        break
      }
      bytes.set(chunk, at)
      at += chunk.length
      used += 1
      if (chunk.length >= worthFreeing) freeBuffer(chunk.buffer)
    }
    this.#chunks.splice(0, used)
    this.#length -= bytes.length
    return bytes
  }
}
