/** The contract of backends, tested on nodeBackend in Node and in other runtimes. */
import { backendSuite } from '@chrome-socket/conformance/contract'
import { memoryInUse } from '@chrome-socket/conformance/contract/node-memory'
import { nodeSubject } from '@chrome-socket/conformance/contract/node-subject'
import { type RuntimeGaps, runSuite } from '@chrome-socket/conformance/vitest'
import { describe } from 'vitest'
import { hasInternals } from '../src/handles/internals.ts'
import { nodeBackend } from '../src/index.ts'
import { nodeBackendOver } from '../src/node-backend.ts'
import { socketTransport } from '../src/sockets/socket-transport.ts'

const pace = { ...(memoryInUse && { memoryInUse }) }
const subject = await nodeSubject(nodeBackend(), pace)

const noTtlZero = 'its dgram refuses a time to live of 0'
const unconnected = 'its dgram only remembers the peer that it is connected to'
const pendingWriteLost = 'its net drops pending writes when the peer ends its side'

/** The rules that the `net` and `dgram` of other runtimes break. */
const gaps: RuntimeGaps = {
  bun: {
    'group: a socket with the multicast TTL 0 opens and sends': noTtlZero,
    'broadcast: a socket connects to such an address only with it': 'its error has no code',
  },
  deno: {
    'group: a socket with the multicast TTL 0 opens and sends': noTtlZero,
    'connected stream: end: a write that was pending goes on': pendingWriteLost,
    'accepted stream: end: a write that was pending goes on': pendingWriteLost,
    'datagram: connected to a closed port, ERR_CONNECTION_REFUSED is reported once and the socket goes on': unconnected,
    'datagram: connected, sends to its peer and receives from it alone (IPv4)': unconnected,
    'datagram: connected, sends to its peer and receives from it alone (IPv6)': unconnected,
    'listener: an address not of this host gives ERR_ADDRESS_INVALID': 'its error has another code',
  },
}

describe('backend-node', () => {
  runSuite(backendSuite, subject, gaps)
})

// The backend uses handles here, so the documented sockets need a separate run.
describe.runIf(hasInternals)('backend-node over documented sockets', () => {
  runSuite(backendSuite, { ...subject, backend: nodeBackendOver(socketTransport) })
})
