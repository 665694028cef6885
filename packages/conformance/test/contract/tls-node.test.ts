/** The contract of TLS providers on Node's own TLS. */
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import { describe } from 'vitest'
import { tlsSuite } from '../../src/contract/index.ts'
import { nodeTlsServers } from '../../src/contract/node-tls-servers.ts'
import { connectWith } from './node-subject.ts'
import { memoryInUse } from './node-memory.ts'
import { runSuite } from './run-suite.ts'

const servers = nodeTlsServers()
const backend = nodeBackend()

describe('nodeTls over backend-node', () => {
  const pace = { ...(memoryInUse && { memoryInUse }) }
  runSuite(tlsSuite, {
    provider: nodeTls({ ca: servers.authority }),
    servers,
    connect: connectWith(backend),
    pace,
  })
})
