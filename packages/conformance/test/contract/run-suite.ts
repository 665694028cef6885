/**
 * A contract suite as tests of vitest.
 */
import { describe, it } from 'vitest'
import { type ContractSubject, type ContractSuite, absentParts } from '../../src/contract/index.ts'

export function runSuite<Subject extends ContractSubject>(suite: ContractSuite<Subject>, subject: Subject): void {
  describe(suite.name, () => {
    for (const each of suite.cases) {
      const absent = absentParts(suite, each, subject)
      const name = absent.length === 0 ? each.name : `${each.name} (without ${absent.join(', ')})`
      it.skipIf(absent.length > 0)(name, async () => each.run(subject), 180_000)
    }
  })
}
