/**
 * Writes TLS's presentation language: numbers and vectors (RFC 8446, section 3).
 */
import { Error, Uint8Array } from '../bytes/globals.ts'

export class Writer {
  #bytes = new Uint8Array(512)
  #length = 0

  get length(): number {
    return this.#length
  }

  #grow(by: number): number {
    const start = this.#length
    this.#length += by
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2))
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    return start
  }

  bytes(bytes: Uint8Array): this {
    const at = this.#grow(bytes.length)
    this.#bytes.set(bytes, at)
    return this
  }

  #number(value: number, length: number): this {
    const at = this.#grow(length)
    this.#put(at, value, length)
    return this
  }

  #put(at: number, value: number, length: number): void {
    for (let index = length - 1; index >= 0; index -= 1) {
      this.#bytes[at + index] = value % 256
      value = Math.floor(value / 256)
    }
  }

  u8(value: number): this {
    return this.#number(value, 1)
  }

  u16(value: number): this {
    return this.#number(value, 2)
  }

  u32(value: number): this {
    return this.#number(value, 4)
  }

  /**
   * Writes a vector: its length, then `content`, or the bytes that the function `content` writes. Throws if the
   * vector is too long.
   */
  vector(lengthBytes: 1 | 2 | 3, content: Uint8Array | (() => void)): this {
    const at = this.#grow(lengthBytes)
    if (typeof content === 'function') content()
    else this.bytes(content)
    const length = this.#length - at - lengthBytes
    if (length >= 256 ** lengthBytes) throw new Error('a vector is too long for its length field')
    this.#put(at, length, lengthBytes)
    return this
  }

  /** Returns a copy of the bytes that have been written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length)
  }
}
