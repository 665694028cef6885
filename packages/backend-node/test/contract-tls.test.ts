/** The contract of TLS providers, tested on nodeTls. */
import { tlsSuite } from '@chrome-socket/conformance/contract'
import { memoryInUse } from '@chrome-socket/conformance/contract/node-memory'
import { connectWith } from '@chrome-socket/conformance/contract/node-subject'
import { nodeTlsServers } from '@chrome-socket/conformance/contract/node-tls-servers'
import { runSuite } from '@chrome-socket/conformance/vitest'
import { describe } from 'vitest'
import { nodeBackend, nodeTls } from '../src/index.ts'

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
