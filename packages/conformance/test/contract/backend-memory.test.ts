/** The contract on the network in memory: as it comes, with small buffers, and with latency. */
import { describe } from 'vitest'
import { backendSuite } from '../../src/contract/index.ts'
import { memorySubject } from './memory-subject.ts'
import { memoryInUse } from './node-memory.ts'
import { runSuite } from './run-suite.ts'

describe('backend-memory', () => {
  runSuite(backendSuite, memorySubject({ quiet: 10, ...(memoryInUse && { memoryInUse }) }))
})

describe('backend-memory with small segments and small buffers', () => {
  runSuite(backendSuite, memorySubject({ quiet: 10, scale: 1 / 64 }, { segmentBytes: 1001, streamBufferBytes: 30_011 }))
})

describe('backend-memory with latency', () => {
  runSuite(backendSuite, memorySubject({ quiet: 40, scale: 1 / 64 }, { latency: 2 }))
})
