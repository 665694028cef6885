/**
 * Expectations: what Chromium 156 answered, recorded in packages/conformance/traces/tcp.json under the names of the scenarios
 * given here.
 */
import { describe, expect, it } from 'vitest'
import { Queue } from '../../../../src/backend/index.ts'
import { fitsPipe, markRefused, takeWhatFits } from '../../../../src/sockets/tcp/writes/chromium-pipe.ts'
import type { Write } from '../../../../src/sockets/socket.ts'
import { RecordedWrite } from '../../recorded-operations.ts'

function queueOf(...lengths: number[]): Queue<Write> {
  const queue = new Queue<Write>()
  for (const length of lengths) queue.push(new RecordedWrite([], '', length))
  return queue
}

function lengthsOf(queue: Queue<Write>): number[] {
  const lengths: number[] = []
  for (let write = queue.first; write !== undefined; write = write.next) lengths.push(write.length)
  return lengths
}

describe('takeWhatFits takes the writes that Chromium has answered by a disconnect', () => {
  it.each([
    ['tcp: writes and the end of one script (disconnect 3)', [3], [3]],
    ['tcp: writes and the end of one script (disconnect 60000 60000)', [60_000, 60_000], [60_000]],
    ['tcp: disconnect while a write is pending', [20_000_000, 9], []],
    ['states: a large write to a peer that does not read', [60_000, 1], [60_000, 1]],
  ])('%s', (_scenario, lengths, taken) => {
    const pending = queueOf(...lengths)
    expect(takeWhatFits(pending).map(({ length }) => length)).toEqual(taken)
    expect(lengthsOf(pending)).toEqual(lengths.slice(taken.length))
  })
})

describe('fitsPipe tells which write Chromium answers as sent to a peer that is gone', () => {
  it.each([
    ['tcp: an empty write to a peer that has reset', 1, true],
    ['tcp: a long write to a peer that has closed', 200_000, false],
  ])('%s', (_scenario, length, expected) => {
    expect(fitsPipe(length)).toBe(expected)
  })
})

describe('markRefused', () => {
  it('fails the first write, which disconnects; the others find no connection (tcp: a long write to a socket of our own that has gone)', () => {
    const writes = queueOf(200_000, 1, 1)
    markRefused(writes)
    expect([writes.shift()?.result, writes.shift()?.result, writes.shift()?.result]).toEqual([-2, -15, -15])
  })
})
