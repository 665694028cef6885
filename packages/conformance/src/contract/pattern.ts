/**
 * Bytes to send and to recognise. They are pseudorandom, so that no two stretches are alike, and their sum depends on
 * the order.
 */

/**
 * Makes `length` bytes, the same bytes for the same `seed`. Source: Marsaglia, "Xorshift RNGs" (2003), the 32-bit
 * triple 13, 17, 5.
 */
export function pattern(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let state = Math.imul(seed, 0x9e3779b1) | 1
  for (let at = 0; at < length; at += 1) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[at] = state >>> 24
  }
  return bytes
}

/** The FNV-1a sum, of 32 bits, over all bytes that were added. Source: draft-eastlake-fnv. */
export class Checksum {
  #value = 0x811c9dc5
  length = 0

  add(bytes: Uint8Array): void {
    let value = this.#value
    for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193)
    this.#value = value
    this.length += bytes.length
  }

  /** The number of bytes and their sum. */
  toString(): string {
    return `${this.length} bytes, sum ${(this.#value >>> 0).toString(16)}`
  }
}
