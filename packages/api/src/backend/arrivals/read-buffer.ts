/**
 * The memory that holds received bytes, and its owner.
 *
 * | memory | owner |
 * |---|---|
 * | the shared pool | nobody: one source fills it and calls back at once; its bytes are copied within that call |
 * | a buffer of its own | the source, which fills it; once full it is handed to the reader, and the source gets another |
 * | a chunk that the runtime made | its receiver; the reader gets it if it is exactly as long as the read |
 * | bytes that wait for a read | the inbox, until a read takes them |
 *
 * A reader's buffer is the reader's alone, and exactly as long as its bytes (rule 3 of the contract).
 */
import { ArrayBuffer, Buffer, process, Uint8Array } from '../globals.ts'

const { min } = Math
const allocUnsafeSlow = Buffer?.allocUnsafeSlow

/** The number of bytes that a source receives at once, unless a larger read is pending. */
const poolSize = 64 * 1024
/** The length in bytes from which a read has a buffer of its own. The reader gets a full buffer without a copy. */
export const ownBufferThreshold: number = 16 * 1024
/**
 * The greatest length in bytes of such a buffer. The system rarely has more bytes at once, and a buffer that is not
 * full is copied.
 */
const largestOwnBuffer = 128 * 1024

/** One buffer for all sources, so that an idle connection holds none. */
export const sharedPool: Uint8Array<ArrayBuffer> = new Uint8Array(poolSize)
/** Windows takes the buffer of a receive before there are bytes, so there each source needs its own. */
const isPoolShared = process?.platform !== 'win32'

export const noBytes: Uint8Array<ArrayBuffer> = new Uint8Array(0)

/** Makes a buffer without filling it. Filling 64 KiB with zeros takes as long as receiving them. */
function uninitialized(size: number): Uint8Array<ArrayBuffer> {
  return allocUnsafeSlow?.(size) ?? new Uint8Array(size)
}

/**
 * Chooses the buffer that a source fills next.
 *
 * @param current the buffer that the source has filled until now
 * @param max the length of the pending read, or 0
 * @param lastLength the number of bytes that came last; a read gets a buffer of its own only if the bytes are likely to
 * fill it
 */
export function chooseReadBuffer(
  current: Uint8Array<ArrayBuffer>,
  max: number,
  lastLength: number,
): Uint8Array<ArrayBuffer> {
  const wanted = min(max, largestOwnBuffer)
  const isBulk = wanted >= ownBufferThreshold && lastLength >= min(wanted, poolSize)
  if (!isBulk && isPoolShared) return sharedPool
  const size = isBulk ? wanted : poolSize
  return current !== sharedPool && current.byteLength === size ? current : uninitialized(size)
}

/**
 * Whether a reader may get the first `length` bytes of `chunk` without a copy, because they are all of its memory and
 * nothing else uses it.
 */
export function isOwn(chunk: Uint8Array<ArrayBuffer>, length: number): boolean {
  return length === chunk.buffer.byteLength && chunk !== sharedPool
}

/** Copies into an exact buffer. `slice` of a Buffer gives a part of a larger one, and other ways fill with zeros first. */
export function copy(bytes: Uint8Array<ArrayBuffer>, from: number, to: number): ArrayBuffer {
  return new Uint8Array(new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from)).buffer
}

/**
 * Appends the first `length` bytes of `tail` to `head`, in the buffer of `head` if it has room. The caller owns that
 * buffer. `tail` is copied.
 */
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
