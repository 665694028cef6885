/** Expectations: what `Outbox` promises backends: everything leaves, in order, in a turn, and together where that gains something. */
import { describe, expect, it } from 'vitest'
import { Outbox } from '../src/backend/outbox.ts'
import type { Turn } from '../src/backend/turn/turns.ts'
import { turns } from './turns.ts'

class Entry implements Turn {
  next: Turn | undefined = undefined
  readonly name: number

  constructor(name: number) {
    this.name = name
  }

  run(): void {}
}

/** An outbox, and the entries that left it together. */
function outboxWithLog(): { outbox: Outbox<Entry>; sent: number[][] } {
  const sent: number[][] = []
  const outbox = new Outbox<Entry>(() => {
    const together: number[] = []
    for (let entry = outbox.shift(); entry !== undefined; entry = outbox.shift()) together.push(entry.name)
    if (together.length > 0) sent.push(together)
  })
  return { outbox, sent }
}

/** Fulfilled in the next round of the event loop. */
const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A tick with one event for each of `names`. Each event gives an entry to send. */
async function tickWithEvents(outbox: Outbox<Entry>, ...names: number[]): Promise<void> {
  for (const name of names) setImmediate(() => outbox.push(new Entry(name)))
  // In this round come the events, in the next one the end of a tick that is watched.
  await immediate()
  await immediate()
  await turns()
}

describe('Outbox', () => {
  it('lets what a script gives leave together, after it', async () => {
    const { outbox, sent } = outboxWithLog()
    for (const name of [1, 2, 3]) outbox.push(new Entry(name))
    expect(sent).toEqual([])
    await turns()
    expect(sent).toEqual([[1, 2, 3]])
  })

  it('lets what each event gives leave at once, until there are many in a tick', async () => {
    const { outbox, sent } = outboxWithLog()
    for (let count = 0; count < 10; count += 1) await tickWithEvents(outbox, 1, 2, 3)
    expect(sent.slice(0, 3)).toEqual([[1], [2], [3]])
    for (let count = 0; count < 10; count += 1) await tickWithEvents(outbox, 1, 2, 3)
    expect(sent.slice(-3)).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ])
  })

  it('does not let one wait in vain for long', async () => {
    const { outbox, sent } = outboxWithLog()
    for (let count = 0; count < 30; count += 1) await tickWithEvents(outbox, 1, 2, 3)
    for (let count = 0; count < 30; count += 1) await tickWithEvents(outbox, 4)
    let sentBefore: number[] | undefined
    setImmediate(() => {
      outbox.push(new Entry(5))
      setImmediate(() => (sentBefore = sent.at(-1)))
    })
    await immediate()
    await immediate()
    expect(sentBefore).toEqual([5])
  })

  it('loses nothing, and keeps the order', async () => {
    const { outbox, sent } = outboxWithLog()
    let name = 0
    for (let tick = 0; tick < 60; tick += 1) {
      await tickWithEvents(outbox, ...Array.from({ length: tick % 7 }, () => (name += 1)))
    }
    expect(sent.flat()).toEqual(Array.from({ length: name }, (_, index) => index + 1))
  })
})
