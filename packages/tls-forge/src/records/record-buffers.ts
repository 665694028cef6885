/**
 * Memory for the batches of records that are sent: a fresh buffer for each would cost as much as the encryption, in pages
 * to be cleared and garbage to be collected.
 */
import { maxPlaintext } from './record.ts'

/** Content of so many records goes into one batch. */
export const batchContent: number = 4 * maxPlaintext

/** In bytes; a large batch is made in such a buffer, which serves again once it has been sent. */
const batchBufferLength = batchContent + 4 * 256
/** For all connections: an idle one keeps nothing. They hold what was on the wire. */
const spareBuffers: Uint8Array[] = []
const maxSpareBuffers = 4

/** Holds anything: to be written all over. */
export function takeBatchBuffer(length: number): Uint8Array {
  if (length <= batchBufferLength / 2 || length > batchBufferLength) return new Uint8Array(length)
  return (spareBuffers.pop() ?? new Uint8Array(batchBufferLength)).subarray(0, length)
}

/** `bytes` have been sent; nobody looks at them any more. */
export function returnBatchBuffer(bytes: Uint8Array): void {
  if (bytes.buffer.byteLength !== batchBufferLength || spareBuffers.length === maxSpareBuffers) return
  spareBuffers.push(new Uint8Array(bytes.buffer))
}
