/**
 * Reuses the memory of large writes. A new buffer of 64 KiB costs 10 µs, which is more than filling it.
 */
import { Uint8Array } from '../../../backend/globals.ts'

/** The sizes in bytes that are kept, and the memory that is kept of each. */
const keptSizes = [4 * 1024, 16 * 1024, 64 * 1024, 256 * 1024]
const keptOfEachSize = 512 * 1024

const free: Uint8Array[][] = keptSizes.map(() => [])

/** Returns at least `size` bytes of memory, which hold old data. */
export function takeBuffer(size: number): Uint8Array {
  const sizeClass = keptSizes.findIndex((kept) => kept >= size)
  return free[sizeClass]?.pop() ?? new Uint8Array(keptSizes[sizeClass] ?? size)
}

/** Takes back a buffer from `takeBuffer`. Nothing may read it afterwards. */
export function giveBackBuffer(buffer: Uint8Array): void {
  const sizeClass = keptSizes.indexOf(buffer.byteLength)
  const kept = free[sizeClass]
  if (kept !== undefined && (kept.length + 1) * buffer.byteLength <= keptOfEachSize) kept.push(buffer)
}
