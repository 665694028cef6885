/** Expectations: behaviour.md's order, that is Chromium's: completions are answered in the order in which they came. */
import { describe, expect, it } from 'vitest'
import { Delivery } from '../src/delivery.ts'

const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10))

describe('completions of a backend', () => {
  it('keep their order while answers of calls come between them', async () => {
    const delivery = new Delivery({})
    const seen: string[] = []
    const answer = (name: string, then?: () => void): void =>
      delivery.answer(() => (seen.push(name), then?.()), undefined, undefined)
    const call = (name: string, then?: () => void): void => {
      const outer = delivery.enterCall()
      answer(name, then)
      delivery.leaveCall(outer)
    }

    // In each of the callbacks something more is called and something more completes.
    call('call 1', () => call('call 2', () => answer('completion 2', () => call('call 3'))))
    answer('completion 1', () => answer('completion 3'))
    await turns()
    const completions = seen.filter((name) => name.startsWith('completion'))
    expect(completions).toEqual(['completion 1', 'completion 2', 'completion 3'])
  })

  it('do not overtake one that waits behind answers of calls', async () => {
    const delivery = new Delivery({})
    const seen: string[] = []
    const answer = (name: string, then?: () => void): void =>
      delivery.answer(() => (seen.push(name), then?.()), undefined, undefined)
    const call = (name: string, then?: () => void): void => {
      const outer = delivery.enterCall()
      answer(name, then)
      delivery.leaveCall(outer)
    }

    call('call 1', () => {
      call('call 2')
      answer('completion 2')
    })
    answer('completion 1')
    await turns()
    expect(seen).toEqual(['call 1', 'call 2', 'completion 1', 'completion 2'])
  })
})
