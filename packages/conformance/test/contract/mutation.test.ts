/**
 * The suites tried on backends that are broken on purpose, one rule each: exactly the cases named must fail.
 */
import type { Backend } from '@chrome-socket/api/backend'
import { describe, expect, it } from 'vitest'
import { absentParts, backendSuite } from '../../src/contract/index.ts'
import { memorySubject } from './memory-subject.ts'
import { type Mutant, backendMutants } from './mutants/index.ts'

const pace = { scale: 1 / 512, patience: 2000, quiet: 50 }

type Case = (typeof backendSuite.cases)[number]

/** The cases that fail, each on a network of its own. */
async function failing(cases: readonly Case[], change: Mutant<Backend>['change']): Promise<string[]> {
  const failed = new Map<string, string>()
  const run = async (each: Case): Promise<void> => {
    const subject = memorySubject(pace, {}, change)
    if (absentParts(backendSuite, each, subject).length > 0) return
    await each.run(subject).catch((error: unknown) => failed.set(each.name, String(error)))
  }
  await Promise.all(cases.map(run))
  if (process.env['WHY']) for (const [name, why] of failed) console.log(name, '→', why)
  return cases.map(({ name }) => name).filter((name) => failed.has(name))
}

const partOf = (name: string): string => name.slice(0, name.indexOf(':'))

/** A mutant is tried on the parts of the suite that it is to fail in; that it fails in no other would say nothing of these. */
function casesBeside(fails: readonly string[]): readonly Case[] {
  const parts = new Set(fails.map(partOf))
  return backendSuite.cases.filter(({ name }) => parts.has(partOf(name)))
}

describe('backends broken on purpose', () => {
  it('none: no case fails', async () => {
    expect(await failing(backendSuite.cases, (backend) => backend)).toEqual([])
  })

  it.concurrent.for(backendMutants)('$name', async ({ change, fails }) => {
    expect(await failing(casesBeside(fails), change)).toEqual(fails)
  })
})
