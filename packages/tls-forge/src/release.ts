/**
 * Gives the memory of a buffer back at once, where the runtime can (ECMAScript 2024, ArrayBuffer.prototype.transfer).
 * Left to the garbage collector, the buffers of a fast connection pile up by the hundred megabytes, and each new one
 * costs fresh pages of memory.
 */
interface Transferable {
  readonly transfer?: (length: number) => ArrayBuffer
}

/** Nobody may look into `bytes`, or anything else in its buffer, afterwards. */
export function release(bytes: Uint8Array): void {
  const buffer = bytes.buffer as ArrayBufferLike & Transferable
  buffer.transfer?.(0)
}
