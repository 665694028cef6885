/// <reference lib="dom" />
// WebCrypto's types, which the sources of tls-forge name.
/** The contract of TLS providers on tls-forge. */
import { nodeBackend } from '@chrome-socket/backend-node'
import { forgeTls } from '@chrome-socket/tls-forge'
import { describe } from 'vitest'
import { tlsSuite } from '../../src/contract/index.ts'
import { nodeTlsServers } from '../../src/contract/node-tls-servers.ts'
import { connectWith } from './node-subject.ts'
import { memoryInUse } from './node-memory.ts'
import { runSuite } from './run-suite.ts'

const servers = nodeTlsServers()

describe('forgeTls over backend-node', () => {
  // Its records cost a hundred times those of a native provider: the sizes are for a minute, not for speed.
  const pace = { scale: 1 / 8, ...(memoryInUse && { memoryInUse }) }
  runSuite(tlsSuite, {
    provider: forgeTls({ ca: servers.authority }),
    servers,
    connect: connectWith(nodeBackend()),
    pace,
  })
})
