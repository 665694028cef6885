/** Expectations: Chromium's order: completions are answered in the order in which they came. */
import { describe, expect, it } from 'vitest'
import { Answers } from '../src/bindings/answers.ts'
import { turns } from './turns.ts'

describe('completions of a backend', () => {
  it('do not overtake one that waits behind answers of calls', async () => {
    const answers = new Answers({})
    const seen: string[] = []
    const answer = (name: string, then?: () => void): void =>
      answers.complete(() => (seen.push(name), then?.()), undefined, undefined)
    const call = (name: string, then?: () => void): void => {
      const outer = answers.enterCall()
      answer(name, then)
      answers.leaveCall(outer)
    }

    call('call 1', () => {
      call('call 2')
      answer('completion 2')
    })
    answer('completion 1')
    await turns()
    expect(seen).toEqual(['call 1', 'completion 1', 'call 2', 'completion 2'])
  })

  it('come while an app calls something from each callback, for ever', async () => {
    const answers = new Answers({})
    let polls = 0
    let completedAfter = Infinity
    const poll = (): void => {
      polls += 1
      if (polls === 1000) return
      const outer = answers.enterCall()
      answers.complete(poll, undefined, undefined)
      answers.leaveCall(outer)
    }
    poll()
    answers.complete(() => (completedAfter = polls), undefined, undefined)
    await turns()
    await turns()
    expect(completedAfter).toBe(2)
  })
})
