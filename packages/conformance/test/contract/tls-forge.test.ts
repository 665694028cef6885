/// <reference lib="dom" />
// WebCrypto's types, which the sources of tls-forge name.
import { nodeBackend } from '@chrome-socket/backend-node'
import { forgeTls } from '@chrome-socket/tls-forge'
import { describe } from 'vitest'
import { tlsSuite } from '../../src/contract/index.ts'
import { nodeTlsServers } from '../../src/contract/node-tls-servers.ts'
import { connectWith } from './node-subject.ts'
import { memoryInUse } from './node-memory.ts'
import { runSuite } from './run-suite.ts'
import type { RuntimeGaps } from './run-suite.ts'

const servers = nodeTlsServers()

const serverTakesAll = "the server of this test is Deno's, which takes whatever is written to it"

const gaps: RuntimeGaps = {
  deno: {
    'secure: certificate unknownCriticalExtension for localhost gives ERR_CERT_INVALID':
      "the server of this test is Deno's, which does not take such a certificate",
    'secured by tls1.2: backpressure: writes to a peer that does not read are held up': serverTakesAll,
    'secured by tls1.3: backpressure: writes to a peer that does not read are held up': serverTakesAll,
  },
}

describe('forgeTls over backend-node', () => {
  // Its records cost a hundred times those of a native provider: the sizes are for a minute, not for speed.
  const pace = { scale: 1 / 8, ...(memoryInUse && { memoryInUse }) }
  runSuite(
    tlsSuite,
    {
      provider: forgeTls({ ca: servers.authority }),
      servers,
      connect: connectWith(nodeBackend()),
      pace,
    },
    gaps,
  )
})
