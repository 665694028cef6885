import { nodeBackend } from '@chrome-socket/backend-node'
import { describe } from 'vitest'
import { backendSuite } from '../../src/contract/index.ts'
import { memoryInUse } from './node-memory.ts'
import { nodeSubject } from './node-subject.ts'
import { runSuite } from './run-suite.ts'

const subject = await nodeSubject(nodeBackend(), { ...(memoryInUse && { memoryInUse }) })

describe('backend-node', () => {
  runSuite(backendSuite, subject)
})
