/**
 * Tests records in any number of chunks, opened at once or later: each arrives whole, whichever memory has been freed
 * meanwhile. Memory that is no longer used is freed, if the runtime can (ArrayBuffer.prototype.transfer).
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RecordReceiver } from '../src/records/record-receiver.ts'
import { concatenate } from '../src/bytes/bytes.ts'
import { contentType, headerLength, writeHeader, type RawRecord } from '../src/records/record.ts'
import type { OpenedRecord, RecordProtection } from '../src/records/record-protection.ts'

/** Node before 22 cannot release the memory of a buffer: it has no `ArrayBuffer.prototype.transfer`. */
const canRelease = 'transfer' in ArrayBuffer.prototype

/** Makes a protection that "opens" by copying, later if `isLater` says so. */
function protection(isLater: (sequence: number) => boolean): RecordProtection {
  const open = ({ type, body }: RawRecord): OpenedRecord => ({ type, content: body.slice() })
  return {
    recordLength: (contentLength) => contentLength + headerLength,
    recordLimit: Number.MAX_SAFE_INTEGER,
    seal: () => {
      throw new Error('nothing is sent')
    },
    open: (sequence, record) =>
      isLater(sequence) ? new Promise((resolve) => setTimeout(() => resolve(open(record)))) : open(record),
  }
}

function record(number: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headerLength + length).fill(number)
  writeHeader(bytes, contentType.applicationData, 0x0303, length)
  return bytes
}

/** Splits `bytes` into chunks of the lengths in `cuts`, which are repeated. */
function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array<ArrayBuffer>[] {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for (let at = 0; at < bytes.length;) {
    const length = cuts[chunks.length % cuts.length] ?? bytes.length
    chunks.push(bytes.slice(at, (at += length)))
  }
  return chunks
}

async function receiveAll(
  chunks: readonly Uint8Array[],
  isLater: (sequence: number) => boolean,
): Promise<Uint8Array[]> {
  const contents: Uint8Array[] = []
  const take = (): void => {
    for (let next = receiver.next(); next !== undefined; next = receiver.next()) contents.push(next.content)
  }
  const receiver = new RecordReceiver(take)
  receiver.agreeOn('tls1.3')
  receiver.protect(protection(isLater))
  receiver.openAhead()
  for (const chunk of chunks) {
    receiver.push(chunk)
    take()
  }
  await expect.poll(() => receiver.isOpening).toBe(false)
  expect(receiver.buffered).toBe(0)
  return contents
}

describe('the receiver', () => {
  it('returns each record whole and in order, wherever the chunks end', async () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 16_384 }), { minLength: 1, maxLength: 40 })
    const cuts = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 70_000 })), {
      minLength: 1,
      maxLength: 8,
    })
    await fc.assert(
      fc.asyncProperty(lengths, cuts, fc.constantFrom(1, 2, 3, 1000), async (sizes, chunkSizes, period) => {
        const wire = concatenate(...sizes.map((length, index) => record(index, length)))
        const contents = await receiveAll(cut(wire, chunkSizes), (sequence) => sequence % period === period - 1)
        expect(contents.map((content) => content.length)).toEqual(sizes)
        for (const [index, content] of contents.entries()) {
          expect(content.every((byte) => byte === index)).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  it.runIf(canRelease).each([
    ['at once', () => false],
    ['later', () => true],
  ])(
    'frees the memory of every chunk that it no longer uses (records opened %s; skipped before Node 22)',
    async (_, isLater) => {
      const wire = concatenate(...Array.from({ length: 12 }, (_value, index) => record(index, 16_000)))
      for (const cuts of [[65_536], [16_005], [10_000, 50_000], [64_020]]) {
        const chunks = cut(wire, cuts)
        await receiveAll(chunks, isLater)
        expect(chunks.filter((chunk) => chunk.length >= 4096)).toEqual([])
      }
    },
  )
})
