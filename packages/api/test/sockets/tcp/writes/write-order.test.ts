/**
 * Expectations: Chromium answers the writes of a socket in the order of the calls (extensions/browser/api/socket/socket.cc,
 * OnWriteComplete; recorded as `states: a hundred small writes, and what was read meanwhile`), each in a task of its own.
 */
import { describe, expect, it } from 'vitest'
import { Queue } from '../../../../src/backend/index.ts'
import { WriteOrder } from '../../../../src/sockets/tcp/writes/write-order.ts'
import type { Write } from '../../../../src/sockets/socket.ts'
import { RecordedWrite } from '../../recorded-operations.ts'
import { turns } from '../../../turns.ts'

describe('WriteOrder', () => {
  it('answers in the order of the calls, the first at once and each other in its own turn', async () => {
    const log: unknown[] = []
    const order = new WriteOrder()
    for (const name of ['a', 'b', 'c']) order.push(new RecordedWrite(log, name, 10))
    order.completeFirst(3)
    void Promise.resolve().then(() => log.push('microtask of the first turn'))
    log.push('end of the first turn')
    expect(log).toEqual(['a: 10', 'end of the first turn'])
    await turns()
    expect(log).toEqual(['a: 10', 'end of the first turn', 'microtask of the first turn', 'b: 10', 'c: 10'])
  })

  it('lets no write overtake one whose answer waits for its turn', async () => {
    const log: unknown[] = []
    const order = new WriteOrder()
    for (const name of ['a', 'b', 'c']) order.push(new RecordedWrite(log, name, 10))
    order.completeFirst(2)
    order.completeFirst(1)
    expect(log).toEqual(['a: 10'])
    await turns()
    expect(log).toEqual(['a: 10', 'b: 10', 'c: 10'])
  })

  it('keeps a write pending until it is completed', () => {
    const order = new WriteOrder()
    expect(order.arePending).toBe(false)
    order.push(new RecordedWrite([], 'a', 1))
    order.push(new RecordedWrite([], 'b', 1))
    order.completeFirst(1)
    expect(order.arePending).toBe(true)
    order.completeFirst(1)
    expect(order.arePending).toBe(false)
  })

  it('completes no more writes than there are', async () => {
    const log: unknown[] = []
    const order = new WriteOrder()
    order.push(new RecordedWrite(log, 'a', 1))
    order.completeFirst(2)
    order.push(new RecordedWrite(log, 'b', 1))
    await turns()
    expect(log).toEqual(['a: 1'])
  })

  it('tells a failure behind the answers that wait', async () => {
    const log: unknown[] = []
    const order = new WriteOrder()
    for (const name of ['a', 'b']) order.push(new RecordedWrite(log, name, 1))
    order.completeFirst(2)
    const failed = new Queue<Write>()
    const write = new RecordedWrite(log, 'c', 1)
    write.result = -2
    failed.push(write)
    order.complete(failed)
    expect(log).toEqual(['a: 1'])
    await turns()
    expect(log).toEqual(['a: 1', 'b: 1', 'c: -2'])
  })

  it('takes a write that is made within an answer', async () => {
    const log: unknown[] = []
    const order = new WriteOrder()
    const again = new RecordedWrite(log, 'again', 1)
    const first = new RecordedWrite(log, 'first', 1)
    order.push({
      length: first.length,
      result: undefined,
      next: undefined,
      completeWrite(result) {
        first.completeWrite(result)
        order.push(again)
      },
    })
    order.completeFirst(1)
    expect(order.arePending).toBe(true)
    order.completeFirst(1)
    await turns()
    expect(log).toEqual(['first: 1', 'again: 1'])
  })

  it('gives the writes that are pending to whoever takes them, and begins anew', async () => {
    const log: unknown[] = []
    const order = new WriteOrder()
    order.push(new RecordedWrite(log, 'a', 1))
    const taken = order.takePending()
    expect(order.arePending).toBe(false)
    expect(taken.shift()).toBeInstanceOf(RecordedWrite)
    order.completeFirst(1)
    await turns()
    expect(log).toEqual([])
  })
})
