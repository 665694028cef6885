/** Expectations: first in, first out, and the rule that tests check for every package: an entry is in one queue at a time. */
import { describe, expect, it } from 'vitest'
import { Queue } from '../src/backend/index.ts'

class Entry {
  next: Entry | undefined = undefined
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

function names(queue: Queue<Entry>): string {
  let text = ''
  for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) text += entry.name
  return text
}

describe('Queue', () => {
  it('gives entries in the order in which they came', () => {
    const queue = new Queue<Entry>()
    for (const name of 'abc') queue.push(new Entry(name))
    const first = queue.shift()
    queue.push(new Entry('d'))
    expect([first?.name, names(queue), queue.isEmpty, queue.shift()]).toEqual(['a', 'bcd', true, undefined])
  })

  it('takes an entry again once it is out', () => {
    const queue = new Queue<Entry>()
    const [a, b] = [new Entry('a'), new Entry('b')]
    for (const entry of [a, b]) queue.push(entry)
    queue.shift()
    queue.push(a)
    expect(names(queue)).toBe('ba')
  })

  it('refuses, in tests, an entry that is in a queue already', () => {
    const [queue, other] = [new Queue<Entry>(), new Queue<Entry>()]
    const entry = new Entry('a')
    queue.push(entry)
    expect(() => other.push(entry)).toThrow('one queue at a time')
    expect(() => queue.push(entry)).toThrow('one queue at a time')
  })
})
