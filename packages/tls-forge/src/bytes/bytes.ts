/**
 * Joins, compares and prints byte strings.
 */
import { Uint8Array, TextEncoder } from './globals.ts'

export function concatenate(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0
  for (const part of parts) length += part.length
  const joined = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** Compares in constant time: it looks at every byte, so its time does not reveal where two MACs differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let index = 0; index < a.length; index += 1) difference |= (a[index] ?? 0) ^ (b[index] ?? 0)
  return difference === 0
}

export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}

const encoder = new TextEncoder()

export function ascii(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}

interface Transferable {
  readonly transfer?: (length: number) => ArrayBuffer
}

/** The smallest buffer, in bytes, that is worth freeing at once. The garbage collector frees smaller ones. */
export const worthFreeing = 4096

/**
 * Frees the memory of a buffer at once, if the runtime can (ECMAScript 2024, ArrayBuffer.prototype.transfer). The
 * garbage collector would let hundreds of megabytes of a fast connection's buffers pile up, and each new buffer costs
 * fresh pages. Nobody may use `memory` afterwards.
 */
export function freeBuffer(memory: ArrayBufferLike): void {
  ;(memory as ArrayBufferLike & Transferable).transfer?.(0)
}
