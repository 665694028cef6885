/**
 * The suites tried on backends that are broken on purpose, one rule each: exactly the cases named must fail.
 */
import { describe, expect, it } from 'vitest'
import { absentParts, backendSuite } from '../../src/contract/index.ts'
import { memorySubject } from './memory-subject.ts'
import { partMutants } from './part-mutants.ts'
import { type Mutant, connectedStreamMutants } from './stream-mutants.ts'

const pace = { scale: 1 / 512, patience: 2000, quiet: 15 }

/** The cases that fail, each on a network of its own, some at a time. */
async function failing(change: Mutant['change']): Promise<string[]> {
  const failed = new Map<string, string>()
  const waiting = backendSuite.cases.values()
  const worker = async (): Promise<void> => {
    for (const each of waiting) {
      const subject = memorySubject(pace, {}, change)
      if (absentParts(backendSuite, each, subject).length > 0) continue
      await each.run(subject).catch((error: unknown) => failed.set(each.name, String(error)))
    }
  }
  await Promise.all(Array.from({ length: 12 }, worker))
  if (process.env['WHY']) for (const [name, why] of failed) console.log(name, '→', why)
  return backendSuite.cases.map(({ name }) => name).filter((name) => failed.has(name))
}

describe('backends broken on purpose', () => {
  it('none: no case fails', async () => {
    expect(await failing((backend) => backend)).toEqual([])
  })

  it.each([...connectedStreamMutants, ...partMutants])('$name', async ({ change, fails }) => {
    expect(await failing(change)).toEqual(fails)
  })
})
