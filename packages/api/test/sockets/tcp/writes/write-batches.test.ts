/**
 * Expectations: the contract's rules for buffers and whole writes (src/backend/contract.ts, rules 3 and 4), Chromium's snapshot
 * of what is written, and the two parts of a long write that make it fail as in the recorded
 * `tcp: a long write to a peer that has closed`.
 */
import { describe, expect, it } from 'vitest'
import { WriteBatches } from '../../../../src/sockets/tcp/writes/write-batches.ts'
import { ScriptedStream } from '../../../scripted-backend.ts'
import { oneTurn } from '../../../turns.ts'

interface Batches {
  batches: WriteBatches
  stream: ScriptedStream
  /** The owner's completions: result, number of writes, length. */
  told: number[][]
}

function batchesWithLog(): Batches {
  const stream = new ScriptedStream()
  const told: number[][] = []
  const owner = { completeBatch: (...batch: number[]) => void told.push(batch) }
  return { batches: new WriteBatches(stream, owner), stream, told }
}

/** The batches that the stream has been given since the last time. */
const given = ({ writes }: ScriptedStream): number[][] => writes.splice(0).map(({ bytes }) => [...bytes])

/** Completes the write that the stream was given last. */
function complete({ writes }: ScriptedStream): number[] {
  const write = writes.shift()
  write?.complete(write.bytes.byteLength)
  return [...(write?.bytes ?? [])]
}

describe('WriteBatches', () => {
  it('sends the first write at once, and those behind it together once it is sent', () => {
    const { batches, stream, told } = batchesWithLog()
    for (const value of [1, 2, 3]) batches.add(Uint8Array.of(value), 1, 0)
    expect(complete(stream)).toEqual([1])
    expect(complete(stream)).toEqual([2, 3])
    expect(told).toEqual([
      [1, 1, 1],
      [2, 2, 2],
    ])
  })

  it('sends what was in the buffer at the call', () => {
    const { batches, stream } = batchesWithLog()
    const bytes = Uint8Array.of(1)
    for (const value of [1, 2, 3]) {
      bytes[0] = value
      batches.add(bytes, 1, 0)
    }
    bytes[0] = 99
    expect([complete(stream), complete(stream)]).toEqual([[1], [2, 3]])
  })

  it('waits for the end of the turn after a batch of several writes, and no longer after a batch of one', async () => {
    const { batches, stream } = batchesWithLog()
    for (const value of [1, 2, 3]) batches.add(Uint8Array.of(value), 1, 0)
    complete(stream)
    complete(stream)
    expect(batches.sendsAtOnce).toBe(false)
    batches.add(Uint8Array.of(4), 1, 0)
    batches.add(Uint8Array.of(5), 1, 0)
    expect(stream.writes).toEqual([])
    await oneTurn()
    expect(complete(stream)).toEqual([4, 5])
    batches.add(Uint8Array.of(6), 1, 0)
    await oneTurn()
    expect(complete(stream)).toEqual([6])
    expect(batches.sendsAtOnce).toBe(true)
  })

  it('loses no byte and no write over lengths from 0 to 100,000, whatever goes together', () => {
    const { batches, stream, told } = batchesWithLog()
    const lengths = [1, 10_000, 16_384, 16_384, 16_384, 16_384, 16_385, 1, 0, 100_000, 3]
    const expected = lengths.flatMap((length, index) => Array.from({ length }, () => index))
    lengths.forEach((length, index) => batches.add(new Uint8Array(length).fill(index), length, 0))
    const sent: number[] = []
    while (stream.writes.length > 0) for (const byte of complete(stream)) sent.push(byte)
    expect(sent.length).toBe(expected.length)
    expect(sent.every((byte, index) => byte === expected[index])).toBe(true)
    expect(told.reduce((sum, [, writes = 0]) => sum + writes, 0)).toBe(lengths.length)
  })

  it('sends a lone write of more than 64 KiB in two parts, and it ends in the second', () => {
    const { batches, stream, told } = batchesWithLog()
    batches.add(new Uint8Array(200_000), 200_000, 0)
    complete(stream)
    complete(stream)
    expect(told).toEqual([
      [65_536, 0, 65_536],
      [134_464, 1, 134_464],
    ])
  })

  it('sends the rest of a write that the system has taken in part', () => {
    const { batches, stream, told } = batchesWithLog()
    batches.add(Uint8Array.of(1, 2, 3), 3, 2)
    expect(complete(stream)).toEqual([3])
    expect(told).toEqual([[1, 1, 1]])
  })

  it.each([
    ['that the system has taken', [1, 2, 3], 3],
    ['that is empty', [], 0],
  ])('gives the stream nothing of a write %s, and tells of it in a turn of its own', async (_kind, bytes, taken) => {
    const { batches, stream, told } = batchesWithLog()
    batches.add(Uint8Array.from(bytes), bytes.length, taken)
    expect([batches.sendsAtOnce, told]).toEqual([false, []])
    await oneTurn()
    expect([given(stream), told]).toEqual([[], [[0, 1, 0]]])
  })

  it('sends nothing after a failure', async () => {
    const { batches, stream, told } = batchesWithLog()
    for (const value of [1, 2]) batches.add(Uint8Array.of(value), 1, 0)
    stream.writes.shift()?.complete(-101)
    await oneTurn()
    batches.handOver(2)
    expect([given(stream), told]).toEqual([[], [[-101, 1, 1]]])
  })

  it('hands over the batches of as many writes as it is told, and the first of those that wait in any case', () => {
    const { batches, stream } = batchesWithLog()
    for (const value of [1, 2, 3]) batches.add(new Uint8Array(20_000).fill(value), 20_000, 0)
    batches.handOver(1)
    expect(given(stream).map(([value]) => value)).toEqual([1])
    batches.handOver(2)
    expect(given(stream).map(([value]) => value)).toEqual([2])
  })

  it('tells nothing and sends nothing once it is dropped', async () => {
    const { batches, stream, told } = batchesWithLog()
    for (const value of [1, 2]) batches.add(Uint8Array.of(value), 1, 0)
    batches.drop()
    complete(stream)
    await oneTurn()
    expect([given(stream), told]).toEqual([[], []])
  })
})
