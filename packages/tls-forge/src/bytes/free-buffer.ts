/**
 * Gives the memory of a buffer back at once, where the runtime can (ECMAScript 2024, ArrayBuffer.prototype.transfer).
 * Left to the garbage collector, the buffers of a fast connection pile up by the hundred megabytes, and each new one
 * costs fresh pages of memory.
 */
interface Transferable {
  readonly transfer?: (length: number) => ArrayBuffer
}

/** Of a smaller buffer, in bytes, the garbage collector takes care. */
export const worthFreeing = 4096

/** Nobody may look into `memory` afterwards. */
export function freeBuffer(memory: ArrayBufferLike): void {
  ;(memory as ArrayBufferLike & Transferable).transfer?.(0)
}
