/**
 * A pool of buffers for records that are sent. A new buffer for each batch would cost as much as the encryption,
 * because the system clears its pages and the garbage collector frees them.
 */
import { Uint8Array } from '../bytes/globals.ts'
import { maxPlaintext } from './record.ts'

/** The maximum content of a batch, in bytes. */
export const batchContent: number = 4 * maxPlaintext

/** The length of a buffer: room for `batchContent` and the bytes that protection adds. */
const batchBufferLength = batchContent + 4 * 256
/**
 * The pool, which all connections share, so that an idle connection keeps no buffer. The buffers hold only bytes that
 * were on the wire.
 */
const spareBuffers: Uint8Array[] = []
const maxSpareBuffers = 4

/** Returns a buffer with old bytes in it. The caller overwrites all of it. */
export function takeBatchBuffer(length: number): Uint8Array {
  if (length <= batchBufferLength / 2 || length > batchBufferLength) return new Uint8Array(length)
  return (spareBuffers.pop() ?? new Uint8Array(batchBufferLength)).subarray(0, length)
}

/** Returns `bytes` to the pool. They have been sent, and nobody uses them any more. */
export function returnBatchBuffer(bytes: Uint8Array): void {
  if (bytes.buffer.byteLength !== batchBufferLength || spareBuffers.length === maxSpareBuffers) return
  spareBuffers.push(new Uint8Array(bytes.buffer))
}
