/** Expectations from the HTML Standard: between two tasks no microtask is left. */
import { describe, expect, it, vi } from 'vitest'
import { afterMicrotasks, asEvent, endTurn, sameTurn, takeTurn } from '../src/backend/turn/turns.ts'
import { oneTurn, turns } from './turns.ts'

/** Fulfilled in the next round of the event loop. */
const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The number of turns that take more than a millisecond, after which a timer of 0 is due. */
const manyTurns = 1_000_000

/** Runs turns that ask for turns, until a timer has fired. Returns how many had run by then. */
async function turnsUntilTimer(begin: (turn: () => void) => void): Promise<number> {
  let count = 0
  let hasFired = false
  const loop = (): void => {
    count += 1
    // Bounded, so that a starved timer fires in the end and the test fails instead of hanging.
    if (!hasFired && count < manyTurns) afterMicrotasks(loop)
  }
  begin(loop)
  await new Promise((resolve) => setTimeout(resolve, 0))
  hasFired = true
  return count
}

describe('afterMicrotasks', () => {
  it('runs after the code under way and every microtask, however deep', async () => {
    const order: string[] = []
    afterMicrotasks(() => order.push('turn'))
    void (async () => {
      for (let depth = 0; depth < 10; depth += 1) {
        await null
        order.push(`microtask ${depth}`)
      }
    })()
    order.push('script')
    await turns()
    expect(order).toEqual(['script', ...Array.from({ length: 10 }, (_, depth) => `microtask ${depth}`), 'turn'])
  })

  it('gives each task a turn of its own, in order', async () => {
    const order: string[] = []
    const task = (name: string) => () => {
      order.push(name)
      void Promise.resolve()
        .then(() => order.push(`${name}.1`))
        .then(() => order.push(`${name}.2`))
    }
    afterMicrotasks(task('a'))
    afterMicrotasks(task('b'))
    afterMicrotasks(() => afterMicrotasks(task('d')))
    afterMicrotasks(task('c'))
    await turns()
    expect(order).toEqual(['a', 'a.1', 'a.2', 'b', 'b.1', 'b.2', 'c', 'c.1', 'c.2', 'd', 'd.1', 'd.2'])
  })

  it('lets timers fire between turns that never end', async () => {
    const count = await turnsUntilTimer(afterMicrotasks)
    expect(count).toBeLessThan(manyTurns)
  })

  it('goes on after a task that throws, whose error reaches the handler of uncaught errors', async () => {
    const { listeners, caught } = catchUncaught()
    const order: string[] = []
    afterMicrotasks(() => {
      throw new Error('boom')
    })
    afterMicrotasks(() => order.push('next'))
    await turns()
    listeners.restore()
    expect(order).toEqual(['next'])
    expect(caught).toEqual([new Error('boom')])
  })
})

describe('sameTurn', () => {
  it('lets the next one have the turn of one that has run nothing of an app', async () => {
    const order: string[] = []
    const run = (): typeof sameTurn => {
      order.push('ours')
      void Promise.resolve().then(() => order.push('microtask'))
      return sameTurn
    }
    takeTurn({ next: undefined, run })
    takeTurn({ next: undefined, run })
    afterMicrotasks(() => order.push('task'))
    afterMicrotasks(() => order.push('next turn'))
    await turns()
    expect(order).toEqual(['ours', 'ours', 'task', 'microtask', 'microtask', 'next turn'])
  })
})

describe('asEvent', () => {
  /** As the runtime calls the handler of an event: with nothing else under way. */
  const event = (handle: () => void): void => void setImmediate(asEvent(handle))

  it('lets turns follow the event, each with the microtasks and ticks of the one before it done', async () => {
    const order: string[] = []
    const queueBoth = (name: string): void => {
      process.nextTick(() => order.push(`${name}: tick`))
      void Promise.resolve().then(() => order.push(`${name}: microtask`))
    }
    event(() => {
      afterMicrotasks(() => (order.push('turn 1'), queueBoth('turn 1')))
      afterMicrotasks(() => order.push('turn 2'))
      order.push('event 1')
      queueBoth('event 1')
    })
    event(() => order.push('event 2'))
    await immediate()
    await turns()
    const both = (name: string): string[] => [`${name}: tick`, `${name}: microtask`]
    expect(order).toEqual(['event 1', ...both('event 1'), 'turn 1', ...both('turn 1'), 'turn 2', 'event 2'])
  })

  it('keeps the order when turns wait already, and has them follow, too', async () => {
    const order: number[] = []
    for (let count = 0; count < 1000; count += 1) afterMicrotasks(() => order.push(count))
    await immediate()
    expect(order.length).toBeLessThan(1000)
    event(() => afterMicrotasks(() => order.push(1000)))
    await immediate()
    await oneTurn()
    expect(order).toEqual(Array.from({ length: 1001 }, (_, index) => index))
  })

  it('leaves no more behind, however many events there are for each macrotask', async () => {
    let left = 1000
    for (let count = 0; count < 1000; count += 1) afterMicrotasks(() => (left -= 1))
    const handle = asEvent(() => {
      left += 1
      afterMicrotasks(() => (left -= 1))
    })
    for (let macrotask = 0; macrotask < 20; macrotask += 1) {
      await new Promise<void>((resolve) => {
        setImmediate(() => {
          for (let count = 0; count < 200; count += 1) handle()
          resolve()
        })
      })
    }
    expect(left).toBe(0)
  })

  it('lets timers fire while turns never end', async () => {
    const count = await turnsUntilTimer(event)
    expect(count).toBeLessThan(manyTurns)
  })

  it('passes on what the event throws, and its turns still come', async () => {
    const { listeners, caught } = catchUncaught()
    const order: string[] = []
    event(() => {
      afterMicrotasks(() => order.push('turn'))
      throw new Error('boom')
    })
    await immediate()
    await turns()
    listeners.restore()
    event(() => afterMicrotasks(() => order.push('next event')))
    await immediate()
    await turns()
    expect(order).toEqual(['turn', 'next event'])
    expect(caught).toEqual([new Error('boom')])
  })

  it('lets an event of several turns end each of them, unless another waits', async () => {
    const order: string[] = []
    event(() => {
      void Promise.resolve().then(() => order.push('microtask'))
      order.push(`ended: ${endTurn()}`)
      afterMicrotasks(() => order.push('turn'))
      order.push(`ended: ${endTurn()}`)
    })
    await immediate()
    await turns()
    expect(order).toEqual(['microtask', 'ended: true', 'ended: false', 'turn'])
  })
})

describe('two copies of the package in one tree', () => {
  it('share one queue: no turn of one overtakes a turn of the other', async () => {
    vi.resetModules()
    const other = await import('../src/backend/index.ts')
    expect(other.afterMicrotasks).not.toBe(afterMicrotasks)
    const order: string[] = []
    const task = (name: string) => () => {
      order.push(name)
      void Promise.resolve().then(() => order.push(`microtask of ${name}`))
    }
    other.afterMicrotasks(task('1'))
    afterMicrotasks(task('2'))
    other.afterMicrotasks(task('3'))
    afterMicrotasks(task('4'))
    await turns()
    expect(order).toEqual(['1', '2', '3', '4'].flatMap((name) => [name, `microtask of ${name}`]))
  })

  it('understand what a turn of the other returns', async () => {
    vi.resetModules()
    const other = await import('../src/backend/index.ts')
    expect(other.sameTurn).toBe(sameTurn)
  })
})

/** The test runner's own listeners step aside meanwhile. */
function catchUncaught(): { caught: unknown[]; listeners: { restore(): void } } {
  const caught: unknown[] = []
  const own = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', (error) => caught.push(error))
  return {
    caught,
    listeners: {
      restore: () => {
        process.removeAllListeners('uncaughtException')
        for (const listener of own) process.on('uncaughtException', listener)
      },
    },
  }
}
