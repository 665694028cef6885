/** The contract suite, run on this package's backend, with peers on Bun's `node:net` and `node:dgram`. */
import { backendSuite } from '@chrome-socket/conformance/contract'
import { nodeSubject } from '@chrome-socket/conformance/contract/node-subject'
import { runSuite } from '@chrome-socket/conformance/vitest'
import { bunBackend } from '../src/index.ts'
import { describeInBun, inBun } from './in-bun.ts'

/** The memory of the whole process, because the sockets' buffers are not in JavaScript's heap. */
function memoryInUse(): number {
  const { Bun } = globalThis as unknown as { Bun: { gc(force: boolean): void } }
  Bun.gc(true)
  return process.memoryUsage.rss()
}

if (inBun) {
  const subject = await nodeSubject(bunBackend(), { memoryInUse })
  describeInBun('backend-bun', () => {
    // TCP has no route to the broadcast address on any host.
    runSuite(backendSuite, { unreachable: { address: '255.255.255.255', port: 9 }, ...subject })
  })
} else {
  describeInBun('backend-bun', () => {})
}
