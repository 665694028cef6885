import { type ByteStream, type Endpoint, NetError, netErrorToString } from '@chrome-socket/api'
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import { describe } from 'vitest'
import { tlsSuite } from '../../src/contract/index.ts'
import { nodeTlsServers } from '../../src/contract/node-tls-servers.ts'
import { memoryInUse } from './node-memory.ts'
import { runSuite } from './run-suite.ts'

const servers = nodeTlsServers()
const backend = nodeBackend()

async function connect(to: Endpoint): Promise<ByteStream> {
  return await new Promise((resolve, reject) => {
    backend.connect(to, (result, stream) => {
      if (result === NetError.OK && stream) resolve(stream)
      else reject(new Error(netErrorToString(result)))
    })
  })
}

describe('nodeTls over backend-node', () => {
  const pace = { ...(memoryInUse && { memoryInUse }) }
  runSuite(tlsSuite, { provider: nodeTls({ ca: servers.authority }), servers, connect, pace, refusesAnyUsage: true })
})
