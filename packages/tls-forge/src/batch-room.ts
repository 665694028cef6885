/**
 * Memory for the batches of records that are sent: a fresh buffer for each would cost as much as the encryption, in pages
 * to be cleared and garbage to be collected.
 */
import { maxPlaintext } from './wire/record.ts'

/** Content of so many records goes into one batch. */
export const batchContent: number = 4 * maxPlaintext

/** In bytes; a large batch is made in such a buffer, which serves again once it has been sent. */
const batchRoom = batchContent + 4 * 256
/** For all connections: an idle one keeps nothing. They hold what was on the wire. */
const spareRooms: Uint8Array[] = []
const maxSpareRooms = 4

/** Holds anything: to be written all over. */
export function roomForBatch(length: number): Uint8Array {
  if (length <= batchRoom / 2 || length > batchRoom) return new Uint8Array(length)
  return (spareRooms.pop() ?? new Uint8Array(batchRoom)).subarray(0, length)
}

/** `bytes` have been sent; nobody looks at them any more. */
export function recycleRoom(bytes: Uint8Array): void {
  if (bytes.buffer.byteLength !== batchRoom || spareRooms.length === maxSpareRooms) return
  spareRooms.push(new Uint8Array(bytes.buffer))
}
