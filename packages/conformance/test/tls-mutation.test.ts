/** The TLS suite runs on providers that are broken on purpose. The cases of the stream suite have their own mutants. */
import type { TlsProvider } from '@chrome-socket/api/backend'
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import { describe, expect, it } from 'vitest'
import { type TlsSubject, absentParts, tlsSuite } from '../src/contract/index.ts'
import { connectWith } from '../src/contract/node-subject.ts'
import { nodeTlsServers } from '../src/contract/node-tls-servers.ts'
import { type Mutant, tlsMutants } from './mutants/index.ts'

const servers = nodeTlsServers()
const backend = nodeBackend()
const provider = nodeTls({ ca: servers.authority })

const cases = tlsSuite.cases.filter(({ name }) => !name.startsWith('secured by'))

/** Runs the cases, a few at a time. Returns the names of the failed cases. */
async function failing(change: Mutant<TlsProvider>['change']): Promise<string[]> {
  const subject: TlsSubject = {
    provider: change(provider),
    servers,
    connect: connectWith(backend),
    pace: { patience: 5000, quiet: 30 },
  }
  const failed = new Set<string>()
  const waiting = cases.values()
  const worker = async (): Promise<void> => {
    for (const each of waiting) {
      if (absentParts(tlsSuite, each, subject).length > 0) continue
      await each.run(subject).catch(() => failed.add(each.name))
    }
  }
  await Promise.all(Array.from({ length: 4 }, worker))
  return cases.map(({ name }) => name).filter((name) => failed.has(name))
}

describe('TLS providers broken on purpose', () => {
  it.concurrent('none: no case fails', { timeout: 60_000 }, async () => {
    expect(await failing((sound) => sound)).toEqual([])
  })

  it.concurrent.for(tlsMutants)('$name', { timeout: 60_000 }, async ({ change, fails }) => {
    expect(await failing(change)).toEqual(fails)
  })
})
