/**
 * The memory that received bytes are in: a pool into which the system fills them, and buffers that are handed over.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html, the `onread` option of `socket.connect`
 */
import { Buffer } from 'node:buffer'
import process from 'node:process'

/** In bytes; what Node receives at once when no larger read is pending. */
export const poolSize: number = 64 * 1024

/** For all sockets: Node fills it and calls back at once, and nothing of it is used after that. */
export const sharedPool: Uint8Array<ArrayBuffer> = new Uint8Array(poolSize)
/** On Windows a receive is posted, with its buffer, before there are bytes: there each socket needs its own. */
export const poolIsShared: boolean = process.platform !== 'win32'

export const noBytes: Uint8Array<ArrayBuffer> = new Uint8Array(0)

/** In an exact buffer of its own. `slice` of a Buffer would not be one, and both fill it with zeros first. */
export function copy(bytes: Uint8Array<ArrayBuffer>, from: number, to: number): ArrayBuffer {
  return new Uint8Array(new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from)).buffer
}

/** Filling 64 KiB with zeros first would take as long as receiving them. */
export function uninitialized(size: number): Uint8Array<ArrayBuffer> {
  return Buffer.allocUnsafeSlow(size)
}

/** Bytes of `tail` behind `head`, in its buffer where there is room; that nobody else has it is the caller's word. */
export function append(
  head: Uint8Array<ArrayBuffer>,
  tail: Uint8Array<ArrayBuffer>,
  length: number,
): Uint8Array<ArrayBuffer> {
  if (head.byteLength === 0) return new Uint8Array(copy(tail, 0, length))
  const needed = head.byteLength + length
  const hasRoom = head.byteOffset + needed <= head.buffer.byteLength
  const whole = hasRoom
    ? new Uint8Array(head.buffer, head.byteOffset, needed)
    : new Uint8Array(new ArrayBuffer(needed * 2), 0, needed)
  if (!hasRoom) whole.set(head)
  whole.set(tail.subarray(0, length), head.byteLength)
  return whole
}

/** A word for every 128 bytes of 128 KiB. */
const garbage: readonly unknown[] = Array.from({ length: 1024 })
const youngHeap: { garbage: unknown } = { garbage: undefined }
/** V8 before 13 counts the bytes of buffers in the young part of its heap, and needs no such hint. */
const needsGarbage = Number.parseInt(process.versions.v8 ?? '0', 10) >= 13

/**
 * Leaves garbage in proportion to a large buffer that is handed over, and that the reader will soon have no use for. Of such
 * a buffer V8 sees the 200 bytes of its objects; it is when 64 MiB of them have come together that Node 24 looks for those that
 * can go, in the whole heap, for 5 ms or more. With the garbage the young part of the heap is full before that, whose collection
 * takes 0.3 ms and frees the buffers as well, while they are in the processor's caches: 64 KiB so take a quarter less CPU.
 */
export function leaveGarbage(length: number): void {
  if (needsGarbage) youngHeap.garbage = garbage.slice(0, length / 128)
}
