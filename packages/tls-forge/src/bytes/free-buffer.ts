/**
 * Frees the memory of a buffer at once, where the runtime can (ECMAScript 2024, ArrayBuffer.prototype.transfer).
 * Without this, the buffers of a fast connection pile up by the hundred megabytes until the garbage collector runs,
 * and each new buffer costs fresh pages.
 */
interface Transferable {
  readonly transfer?: (length: number) => ArrayBuffer
}

/** The minimum length in bytes. Smaller buffers are left to the garbage collector. */
export const worthFreeing = 4096

/** Frees `memory`, which nobody may use afterwards. */
export function freeBuffer(memory: ArrayBufferLike): void {
  ;(memory as ArrayBufferLike & Transferable).transfer?.(0)
}
