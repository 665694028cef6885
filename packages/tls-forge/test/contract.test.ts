/// <reference lib="dom" />
// The sources of tls-forge use WebCrypto's types.
/** Runs the contract of TLS providers on tls-forge. */
import { nodeBackend } from '@chrome-socket/backend-node'
import { tlsSuite } from '@chrome-socket/conformance/contract'
import { memoryInUse } from '@chrome-socket/conformance/contract/node-memory'
import { connectWith } from '@chrome-socket/conformance/contract/node-subject'
import { nodeTlsServers } from '@chrome-socket/conformance/contract/node-tls-servers'
import { runSuite } from '@chrome-socket/conformance/vitest'
import { describe } from 'vitest'
import { nodeCrypto } from '../src/crypto/node.ts'
import { forgeTls, webCrypto } from '../src/index.ts'

const servers = nodeTlsServers()

describe.each([
  ['node:crypto', nodeCrypto()],
  ['WebCrypto', webCrypto()],
])('forgeTls over backend-node, by %s', (_, crypto) => {
  // Records cost a hundred times as much as in a native provider, so the sizes are smaller, for a minute in all.
  const pace = { scale: 1 / 8, ...(memoryInUse && { memoryInUse }) }
  runSuite(tlsSuite, {
    provider: forgeTls({ ca: servers.authority, crypto }),
    servers,
    connect: connectWith(nodeBackend()),
    pace,
  })
})
