/**
 * A hint to V8 that large buffers are garbage soon.
 *
 * V8 13 sees 200 bytes of objects for each ArrayBuffer, whatever its length. It therefore collects large buffers only
 * after 64 MiB of them, and then in the whole heap, which takes 5 ms or more. Small garbage in proportion to the
 * buffers fills the young part of the heap before that. Collecting the young part takes 0.3 to 1.5 ms and frees the
 * buffers too, while they are still in the processor's caches. V8 before 13 counts the bytes of buffers itself.
 *
 * The young part holds 1 to 32 MB, because it grows in a program whose objects survive. This file looks up the size
 * from time to time, and makes garbage that fills the young part once per `bytesPerCollection` of buffers. Receiving 16
 * KiB in reads of 64 KiB then takes 5.9 µs of CPU in Node 24 and 5.4 in Node 26, and 9.6 and 8.1 with garbage for a
 * fixed size of 4 MB. `bench/collection-hint.ts` in this package measures it. Source:
 * https://nodejs.org/api/v8.html#v8getheapspacestatistics
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

/** The bytes of buffers after which the young part should be collected. V8 collects the whole heap at 64 MiB. */
const bytesPerCollection = 48 * 1024 * 1024
/** The greatest length in bytes of a read's buffer. */
const longestBuffer = 128 * 1024
const bytesInWord = 8
/** The size in bytes for a runtime that does not reveal the size of its young part. */
const usualYoungPart = 4 * 1024 * 1024

/** The garbage for one buffer of the greatest length. */
let garbage: readonly unknown[] = []
/** The bytes of buffers that were handed out since the last lookup of the size. */
let handedOut = bytesPerCollection
/** The last garbage. Without a reference V8 would not make it at all. */
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
