/**
 * Holds application data from the records that bring it until reads take it. A read gets a buffer of its own, exactly
 * as long as the data (rule 3 of the backend contract).
 */
import { Uint8Array } from '../bytes/globals.ts'
import { freeBuffer, worthFreeing } from '../bytes/bytes.ts'

/** The number of bytes at which a read stops waiting for records that are being opened. */
const worthDelivering = 65_536
/** Shorter chunks are joined when they arrive, so that a server cannot fill memory with 1-byte records. */
const shortChunk = 4096
const minBlock = 1024

export class ReceivedPlaintext {
  readonly #chunks: Uint8Array[] = []
  #length = 0
  /** The buffer that short chunks are joined in. The last chunk may be a view of it. */
  #block: Uint8Array | undefined

  /** The number of bytes that no read has taken. */
  get length(): number {
    return this.#length
  }

  /** Takes ownership of `bytes`. */
  push(bytes: Uint8Array): void {
    this.#length += bytes.length
    if (bytes.length < shortChunk && this.#joinLast(bytes)) return
    this.#chunks.push(bytes)
  }

  /** Copies `bytes` behind the last chunk, if that chunk is short or has room behind it. */
  #joinLast(bytes: Uint8Array): boolean {
    const index = this.#chunks.length - 1
    const last = this.#chunks[index]
    if (last === undefined) return false
    let block = this.#block
    let start = last.byteOffset
    if (block?.buffer !== last.buffer || start + last.length + bytes.length > block.length) {
      if (last.length >= shortChunk) return false
      block = new Uint8Array(Math.max(minBlock, 2 * (last.length + bytes.length)))
      block.set(last)
      start = 0
      this.#block = block
    }
    const end = start + last.length
    block.set(bytes, end)
    this.#chunks[index] = block.subarray(start, end + bytes.length)
    return true
  }

  clear(): void {
    this.#chunks.length = 0
    this.#length = 0
    this.#block = undefined
  }

  /**
   * Whether a read of `max` bytes should complete now. `isMoreComing` says that records are being opened, so that
   * more data comes without a byte from the peer.
   */
  isReadable(max: number, isMoreComing: boolean): boolean {
    if (this.#length === 0) return false
    return !isMoreComing || this.#length >= Math.min(max, worthDelivering) || this.#isGivenWhole(max)
  }

  /** Whether the first chunk can be given out without a copy: it is large, and its buffer has no other bytes. */
  #isGivenWhole(max: number): boolean {
    const [chunk] = this.#chunks
    if (chunk === undefined || chunk.length < worthFreeing || chunk.length > max) return false
    return chunk.buffer.byteLength === chunk.length
  }

  /** Takes the first bytes, at most `max`. */
  take(max: number): Uint8Array<ArrayBuffer> {
    const bytes = this.#isGivenWhole(max) ? (this.#chunks.shift() as Uint8Array<ArrayBuffer>) : this.#join(max)
    this.#length -= bytes.length
    if (this.#length === 0) this.#block = undefined
    return bytes
  }

  #join(max: number): Uint8Array<ArrayBuffer> {
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
    return bytes
  }
}
