/** A contract suite as tests of vitest. */
import process from 'node:process'
import { describe, it } from 'vitest'
import { absentParts } from '../contract/index.ts'
import type { ContractSubject, ContractSuite } from '../contract/index.ts'

/**
 * The cases that a runtime's own sockets or TLS cannot pass, each with the reason. A test fails if such a case
 * passes.
 */
export type RuntimeGaps = Readonly<Partial<Record<'bun' | 'deno', Readonly<Record<string, string>>>>>

/**
 * Adds a test for each case of a suite. A case is skipped if the subject lacks a part that it needs. A case of `gaps`
 * is expected to fail.
 * @param suite such as `backendSuite`
 * @param subject the implementation
 * @param gaps the cases that a runtime's own sockets or TLS cannot pass; none unless given
 * @throws Error: as `absentParts` does.
 * @example
 * import { memoryBackend } from '@chrome-socket/backend-memory'
 * import { connectSuite } from '@chrome-socket/conformance/contract'
 * import { inProcessSubject } from '@chrome-socket/conformance/contract/in-process-subject'
 * import { runSuite } from '@chrome-socket/conformance/vitest'
 *
 * const sound = memoryBackend()
 * runSuite(connectSuite, inProcessSubject({ sound, openSockets: () => sound.network.openSockets }, {}))
 */
export function runSuite<Subject extends ContractSubject>(
  suite: ContractSuite<Subject>,
  subject: Subject,
  gaps: RuntimeGaps = {},
): void {
  const { bun, deno } = process.versions
  const known = (bun === undefined ? undefined : gaps.bun) ?? (deno === undefined ? undefined : gaps.deno) ?? {}
  describe(suite.name, () => {
    for (const each of suite.cases) {
      const absent = absentParts(suite, each, subject)
      const reason = known[each.name]
      if (absent.length > 0) {
        it.skip(`${each.name} (without ${absent.join(', ')})`, () => {})
      } else if (reason === undefined) {
        it(each.name, async () => each.run(subject), 180_000)
      } else {
        it.fails(`${each.name} (${reason})`, async () => each.run(subject), 180_000)
      }
    }
  })
}
