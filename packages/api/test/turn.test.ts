/** Expectations from the HTML Standard: between two tasks no microtask is left. */
import { describe, expect, it } from 'vitest'
import { afterMicrotasks } from '../src/turn.ts'

const nextTimeout = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))

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
    await nextTimeout()
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
    await nextTimeout()
    expect(order).toEqual(['a', 'a.1', 'a.2', 'b', 'b.1', 'b.2', 'c', 'c.1', 'c.2', 'd', 'd.1', 'd.2'])
  })

  it('lets timers fire between turns that never end', async () => {
    let turns = 0
    let stop = false
    const loop = (): void => {
      turns += 1
      if (!stop) afterMicrotasks(loop)
    }
    afterMicrotasks(loop)
    await nextTimeout()
    stop = true
    expect(turns).toBeGreaterThan(32)
  })

  it('goes on after a task that throws, whose error reaches the handler of uncaught errors', async () => {
    const { listeners, caught } = catchUncaught()
    const order: string[] = []
    afterMicrotasks(() => {
      throw new Error('boom')
    })
    afterMicrotasks(() => order.push('next'))
    await nextTimeout()
    listeners.restore()
    expect(order).toEqual(['next'])
    expect(caught).toEqual([new Error('boom')])
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
