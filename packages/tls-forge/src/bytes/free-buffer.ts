/**
 * Frees the memory of a buffer at once, where the runtime can (ECMAScript 2024, ArrayBuffer.prototype.transfer). The garbage
 * collector would let the buffers of a fast connection pile up by the hundred megabytes, and each new one costs fresh pages.
 */
interface Transferable {
  readonly transfer?: (length: number) => ArrayBuffer
}

/** In bytes; smaller buffers are left to the garbage collector. */
export const worthFreeing = 4096

/** The caller, and everybody else, is done with `memory`. */
export function freeBuffer(memory: ArrayBufferLike): void {
  ;(memory as ArrayBufferLike & Transferable).transfer?.(0)
}
