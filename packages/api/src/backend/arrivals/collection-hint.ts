/**
 * A hint to V8 that large buffers are garbage soon.
 *
 * V8 13 sees 200 bytes of objects for each ArrayBuffer, whatever its length. It therefore collects large buffers only when
 * 64 MiB of them have come together, and then in the whole heap, which takes 5 ms or more. Small garbage in proportion to
 * the buffers fills the young part of the heap before that. Collecting the young part takes 0.3 ms and frees the buffers
 * too, while they are still in the processor's caches. V8 before 13 counts the bytes of buffers itself.
 *
 * A buffer of 64 KiB so takes 4.9 µs of CPU instead of 10.7 (Node 24): `bench/collection-hint.ts` in this package.
 */
import { process } from '../globals.ts'

const needsHint = Number.parseInt(process?.versions?.v8 ?? '0', 10) >= 13

/** The number of a buffer's bytes that one word of garbage stands for. */
const bytesPerWord = 128
/** As much garbage as the longest buffer calls for. */
const garbage: readonly unknown[] = Array.from({ length: 1024 })
/** The last garbage is kept here: V8 would otherwise not make it at all. */
const youngHeap: { garbage: unknown } = { garbage: undefined }

/** Call this when a buffer of `length` bytes is handed to a reader. */
export function hintCollection(length: number): void {
  if (needsHint) youngHeap.garbage = garbage.slice(0, length / bytesPerWord)
}
