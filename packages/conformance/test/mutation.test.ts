/** The suites run on backends that break one rule each, on purpose: exactly the named cases must fail. */
import type { Backend } from '@chrome-socket/api/backend'
import { MemoryNetwork, memoryBackend } from '@chrome-socket/backend-memory'
import { describe, expect, it } from 'vitest'
import { absentParts, backendSuite } from '../src/contract/index.ts'
import type { BackendSubject, Pace } from '../src/contract/index.ts'
import { inProcessSubject } from '../src/contract/in-process-subject.ts'
import { type Mutant, backendMutants } from './mutants/index.ts'

const beside = { scale: 1 / 512, patience: 5000, quiet: 50 }
const alone = { ...beside, patience: 30_000 }

function subjectWith(change: Mutant<Backend>['change'], pace: Pace): BackendSubject {
  const network = new MemoryNetwork()
  const sound = memoryBackend({ network })
  return inProcessSubject({ sound, tested: change(sound), openSockets: () => network.openSockets }, pace)
}

type Case = (typeof backendSuite.cases)[number]

/**
 * Runs the cases, each on its own network. Returns the names of the failed cases. A case that should not fail runs once more,
 * alone: on a machine with other work it may only have been too late.
 */
async function failing(
  cases: readonly Case[],
  change: Mutant<Backend>['change'],
  fails: readonly string[],
): Promise<string[]> {
  const failed = new Map<string, string>()
  const run = async (each: Case, pace: Pace): Promise<void> => {
    failed.delete(each.name)
    const subject = subjectWith(change, pace)
    if (absentParts(backendSuite, each, subject).length > 0) return
    await each.run(subject).catch((error: unknown) => failed.set(each.name, String(error)))
  }
  await Promise.all(cases.map((each) => run(each, beside)))
  for (const each of cases) if (failed.has(each.name) && !fails.includes(each.name)) await run(each, alone)
  if (process.env['WHY']) for (const [name, why] of failed) console.log(name, '→', why)
  return cases.map(({ name }) => name).filter((name) => failed.has(name))
}

const partOf = (name: string): string => name.slice(0, name.indexOf(':'))

/** The cases in those parts of the suite in which the mutant must fail. */
function casesBeside(fails: readonly string[]): readonly Case[] {
  const parts = new Set(fails.map(partOf))
  return backendSuite.cases.filter(({ name }) => parts.has(partOf(name)))
}

/** All cases run at the same time: each may have to wait for all others. */
const timeout = 180_000

describe('backends broken on purpose', () => {
  it('none: no case fails', { timeout }, async () => {
    expect(await failing(backendSuite.cases, (backend) => backend, [])).toEqual([])
  })

  it.concurrent.for(backendMutants)('$name', { timeout }, async ({ change, fails }) => {
    expect(await failing(casesBeside(fails), change, fails)).toEqual(fails)
  })
})
