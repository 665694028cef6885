/**
 * A hint to V8 that large buffers are garbage soon.
 *
 * V8 13 sees 200 bytes of objects for each ArrayBuffer, whatever its length. It therefore collects large buffers only when
 * 64 MiB of them have come together, and then in the whole heap, which takes 5 ms or more. Small garbage in proportion to
 * the buffers fills the young part of the heap before that. Collecting the young part takes 0.3 to 1.5 ms and frees the buffers
 * too, while they are still in the processor's caches. V8 before 13 counts the bytes of buffers itself.
 *
 * The young part holds 1 to 32 MB: it grows in a program whose objects survive. So its size is looked up now and then, and the
 * garbage for `bytesPerCollection` of buffers fills it once. Receiving 16 KiB in reads of 64 KiB so takes 5.9 µs of CPU in Node 24
 * and 5.4 in Node 26, and 9.6 and 8.1 with a fixed share of garbage that fills 4 MB. `bench/collection-hint.ts` in this package
 * measures it.
 * Source: https://nodejs.org/api/v8.html#v8getheapspacestatistics
 */
import { process } from '../globals.ts'

const { from: arrayFrom } = Array
const { round } = Math

interface HeapSpace {
  readonly space_name: string
  readonly space_used_size: number
  readonly space_available_size: number
}

/** The part of `node:v8` that is used here. */
interface HeapStatistics {
  readonly getHeapSpaceStatistics?: () => readonly HeapSpace[]
}

const { bun, v8 } = process?.versions ?? {}
const { getBuiltinModule } = process ?? {}
const needsHint = bun === undefined && Number.parseInt(v8 ?? '0', 10) >= 13

/** In bytes of buffers. V8 collects the whole heap at 64 MiB. */
const bytesPerCollection = 48 * 1024 * 1024
/** In bytes: no buffer of a read is longer. */
const longestBuffer = 128 * 1024
const bytesInWord = 8
/** In bytes, for a runtime that does not tell the size of its young part. */
const usualYoungPart = 4 * 1024 * 1024

/** As much garbage as the longest buffer calls for. */
let garbage: readonly unknown[] = []
/** In bytes of buffers: the share of the next collection that has been handed out. */
let handedOut = bytesPerCollection
/** The last garbage is kept here: V8 would otherwise not make it at all. */
const youngHeap: { garbage: unknown } = { garbage: undefined }

/** Call this when a buffer of `length` bytes is handed to a reader. */
export function hintCollection(length: number): void {
  if (!needsHint) return
  handedOut += length
  if (handedOut >= bytesPerCollection) {
    handedOut = 0
    fitGarbage()
  }
  youngHeap.garbage = garbage.slice(0, garbage.length * (length / longestBuffer))
}

/** Looking up the size takes 3 µs. */
function fitGarbage(): void {
  const bytes = sizeOfYoungPart() * (longestBuffer / bytesPerCollection)
  const words = round(bytes / bytesInWord)
  if (words !== garbage.length) garbage = arrayFrom({ length: words })
}

function sizeOfYoungPart(): number {
  try {
    const host = getBuiltinModule?.('node:v8') as HeapStatistics | undefined
    const young = host?.getHeapSpaceStatistics?.().find(({ space_name }) => space_name === 'new_space')
    return young === undefined ? usualYoungPart : young.space_used_size + young.space_available_size
  } catch {
    return usualYoungPart
  }
}
