/**
 * Copies of what an app writes: it may change its buffer as soon as the call has returned.
 *
 * A new buffer for each costs more than the copying: 0.3 µs for 64 bytes, 10 µs for 64 KiB. So small copies share a
 * buffer that is thrown away when it is full, and the memory of large ones is used again.
 */

/** In bytes. */
const slabSize = 16 * 1024
const largestInSlab = 1024

let slab = new ArrayBuffer(slabSize)
let slabUsed = 0

/** A copy. Whoever knows when nobody looks into it any more may give it back. */
export function snapshot(bytes: Uint8Array): Uint8Array {
  const length = bytes.byteLength
  const copy = length === givenBackLength ? givenBack.pop() : undefined
  if (copy !== undefined) {
    copy.set(bytes)
    return copy
  }
  // Not `slice`, which for a Buffer of Node makes no copy.
  if (length > largestInSlab) return new Uint8Array(bytes)
  if (slabUsed + length > slabSize) {
    slab = new ArrayBuffer(slabSize)
    slabUsed = 0
  }
  const inSlab = new Uint8Array(slab, slabUsed, length)
  inSlab.set(bytes)
  slabUsed += length
  return inSlab
}

/** In bytes. */
const mostGivenBack = 64 * 1024

/** Of one length: who sends many datagrams sends many of the same. Even to make a view in a slab takes 0.03 to 0.05 µs. */
let givenBack: Uint8Array[] = []
let givenBackLength = 0

/** Takes back what `snapshot` gave. */
export function giveBackSnapshot(copy: Uint8Array): void {
  const length = copy.byteLength
  if (length === 0) return
  if (length !== givenBackLength) {
    givenBack = []
    givenBackLength = length
  }
  if ((givenBack.length + 1) * length <= mostGivenBack) givenBack.push(copy)
}

/** In bytes: the sizes that are kept, and how much of each. */
const keptSizes = [4 * 1024, 16 * 1024, 64 * 1024, 256 * 1024]
const keptOfEachSize = 512 * 1024

const free: Uint8Array[][] = keptSizes.map(() => [])

/** Memory for at least `size` bytes, with whatever is in it. */
export function takeBuffer(size: number): Uint8Array {
  const sizeClass = keptSizes.findIndex((kept) => kept >= size)
  return free[sizeClass]?.pop() ?? new Uint8Array(keptSizes[sizeClass] ?? size)
}

/** Gives back what `takeBuffer` gave, or a small copy, once nobody looks into it any more. */
export function giveBackBuffer(buffer: Uint8Array): void {
  if (buffer.byteLength <= largestInSlab) {
    giveBackSnapshot(buffer)
    return
  }
  const sizeClass = keptSizes.indexOf(buffer.byteLength)
  const kept = free[sizeClass]
  if (kept !== undefined && (kept.length + 1) * buffer.byteLength <= keptOfEachSize) kept.push(buffer)
}
