/**
 * The TLS suite tried on providers that are broken on purpose. The cases of the stream suite have their own mutants.
 */
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import { describe, expect, it } from 'vitest'
import { type TlsSubject, absentParts, tlsSuite } from '../../src/contract/index.ts'
import { nodeTlsServers } from '../../src/contract/node-tls-servers.ts'
import { connectWith } from './node-subject.ts'
import { tlsMutants } from './tls-mutants.ts'

const servers = nodeTlsServers()
const backend = nodeBackend()
const provider = nodeTls({ ca: servers.authority })

const cases = tlsSuite.cases.filter(({ name }) => !name.startsWith('secured by'))

async function failing(subject: TlsSubject): Promise<string[]> {
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
  it.concurrent.for(tlsMutants)('$name', async ({ change, fails }) => {
    const pace = { patience: 2500, quiet: 30 }
    expect(
      await failing({
        provider: change(provider),
        servers,
        connect: connectWith(backend),
        pace,
        refusesAnyUsage: true,
      }),
    ).toEqual(fails)
  })
})
