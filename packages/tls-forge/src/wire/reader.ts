/**
 * Reads TLS's presentation language: numbers and vectors (RFC 8446, section 3). A message that is too short or too
 * long is a `decode_error`. Nothing is copied: the results are views of the input.
 */
import { TlsFault } from './fault.ts'

export class Reader {
  readonly #bytes: Uint8Array
  #position = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get remaining(): number {
    return this.#bytes.length - this.#position
  }

  get position(): number {
    return this.#position
  }

  bytes(length: number): Uint8Array {
    const end = this.#position + length
    if (end > this.#bytes.length) throw new TlsFault('decode_error', 'the message is too short')
    const view = this.#bytes.subarray(this.#position, end)
    this.#position = end
    return view
  }

  #number(length: number): number {
    let value = 0
    for (const byte of this.bytes(length)) value = value * 256 + byte
    return value
  }

  u8(): number {
    return this.#number(1)
  }

  u16(): number {
    return this.#number(2)
  }

  u32(): number {
    return this.#number(4)
  }

  /** Reads a vector with a length of `lengthBytes` bytes and a content of at least `minimum` bytes. */
  vector(lengthBytes: 1 | 2 | 3, minimum = 0): Uint8Array {
    const content = this.bytes(this.#number(lengthBytes))
    if (content.length < minimum) throw new TlsFault('decode_error', 'the vector is too short')
    return content
  }

  /** Reads a vector of 16-bit numbers, such as cipher suites or groups. */
  numbers16(lengthBytes: 1 | 2): number[] {
    const content = this.vector(lengthBytes, 2)
    if (content.length % 2 !== 0) throw new TlsFault('decode_error', 'the vector has an odd length')
    const list = new Reader(content)
    const numbers: number[] = []
    while (list.remaining > 0) numbers.push(list.u16())
    return numbers
  }

  end(): void {
    if (this.remaining > 0) throw new TlsFault('decode_error', 'the message is too long')
  }
}
