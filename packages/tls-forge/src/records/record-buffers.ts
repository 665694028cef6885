/**
 * A pool of buffers for the records that are sent. A fresh buffer for each batch would cost as much as the encryption, in
 * pages to be cleared and garbage to be collected.
 */
import { maxPlaintext } from './record.ts'

/** The content of one batch, in bytes. */
export const batchContent: number = 4 * maxPlaintext

/** Room for `batchContent` and what protection adds to it. */
const batchBufferLength = batchContent + 4 * 256
/** The pool is of all connections, so that an idle one keeps nothing. Its buffers hold only what was on the wire. */
const spareBuffers: Uint8Array[] = []
const maxSpareBuffers = 4

/** The buffer holds old bytes: the caller overwrites all of it. */
export function takeBatchBuffer(length: number): Uint8Array {
  if (length <= batchBufferLength / 2 || length > batchBufferLength) return new Uint8Array(length)
  return (spareBuffers.pop() ?? new Uint8Array(batchBufferLength)).subarray(0, length)
}

/** The caller has sent `bytes`, and nobody looks at them any more. */
export function returnBatchBuffer(bytes: Uint8Array): void {
  if (bytes.buffer.byteLength !== batchBufferLength || spareBuffers.length === maxSpareBuffers) return
  spareBuffers.push(new Uint8Array(bytes.buffer))
}
