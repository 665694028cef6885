/** The TLS suite runs on providers that are broken on purpose. The cases of the stream suite have their own mutants. */
import type { TlsProvider } from '@chrome-socket/api/backend'
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import { describe, expect, it } from 'vitest'
import { type Pace, type TlsSubject, absentParts, tlsSuite } from '../src/contract/index.ts'
import { connectWith } from '../src/contract/node-subject.ts'
import { nodeTlsServers } from '../src/contract/node-tls-servers.ts'
import { type Mutant, tlsMutants } from './mutants/index.ts'

const servers = nodeTlsServers()
const backend = nodeBackend()
const provider = nodeTls({ ca: servers.authority })

const cases = tlsSuite.cases.filter(({ name }) => !name.startsWith('secured by'))

type Case = (typeof cases)[number]

/** A case may wait for its turn among all others for 5 s. When it runs alone, it has the time of a sound provider. */
const beside = { patience: 5000, quiet: 30 }
const alone = { patience: 30_000, quiet: 30 }

/**
 * Runs the cases, a few at a time. Returns the names of the failed cases. A case that should not fail runs once more, alone:
 * on a machine with other work it may only have been too late.
 */
async function failing(change: Mutant<TlsProvider>['change'], fails: readonly string[]): Promise<string[]> {
  const isFailing = async (each: Case, pace: Pace): Promise<boolean> => {
    const subject: TlsSubject = { provider: change(provider), servers, connect: connectWith(backend), pace }
    if (absentParts(tlsSuite, each, subject).length > 0) return false
    return each.run(subject).then(
      () => false,
      () => true,
    )
  }
  const failed = new Set<Case>()
  const waiting = cases.values()
  const worker = async (): Promise<void> => {
    for (const each of waiting) if (await isFailing(each, beside)) failed.add(each)
  }
  await Promise.all(Array.from({ length: 4 }, worker))
  for (const each of failed) {
    if (!fails.includes(each.name) && !(await isFailing(each, alone))) failed.delete(each)
  }
  return cases.filter((each) => failed.has(each)).map(({ name }) => name)
}

describe('TLS providers broken on purpose', () => {
  it.concurrent('none: no case fails', { timeout: 180_000 }, async () => {
    expect(await failing((sound) => sound, [])).toEqual([])
  })

  it.concurrent.for(tlsMutants)('$name', { timeout: 180_000 }, async ({ change, fails }) => {
    expect(await failing(change, fails)).toEqual(fails)
  })
})
