import { describe } from 'vitest'
import { backendSuite } from '../../src/contract/index.ts'
import { memorySubject } from './memory-subject.ts'
import { runSuite } from './run-suite.ts'

describe('backend-memory', () => {
  runSuite(backendSuite, memorySubject({ quiet: 10 }))
})
