/** The contract suite, run on the network in memory: with the defaults, with small buffers, and with latency. */
import { backendSuite } from '@chrome-socket/conformance/contract'
import type { Pace } from '@chrome-socket/conformance/contract'
import { inProcessSubject } from '@chrome-socket/conformance/contract/in-process-subject'
import { memoryInUse } from '@chrome-socket/conformance/contract/node-memory'
import { runSuite } from '@chrome-socket/conformance/vitest'
import { describe } from 'vitest'
import { MemoryNetwork, memoryBackend } from '../src/index.ts'
import type { MemoryNetworkOptions } from '../src/index.ts'

function runOn(options: MemoryNetworkOptions, pace: Pace): void {
  const network = new MemoryNetwork(options)
  runSuite(
    backendSuite,
    inProcessSubject({ sound: memoryBackend({ network }), openSockets: () => network.openSockets }, pace),
  )
}

describe('backend-memory', () => {
  runOn({}, { quiet: 10, ...(memoryInUse && { memoryInUse }) })
})

describe('backend-memory with small segments and small buffers', () => {
  runOn({ segmentBytes: 1001, streamBufferBytes: 30_011 }, { quiet: 10, scale: 1 / 64 })
})

describe('backend-memory with latency', () => {
  runOn({ latency: 2 }, { quiet: 40, scale: 1 / 64 })
})
