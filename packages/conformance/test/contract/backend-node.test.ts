/** The contract on Node's sockets, and on what other runtimes have instead of them. */
import { nodeBackend } from '@chrome-socket/backend-node'
import { describe } from 'vitest'
import { hasInternals } from '../../../backend-node/src/handles/internals.ts'
import { nodeBackendOver } from '../../../backend-node/src/node-backend.ts'
import { socketTransport } from '../../../backend-node/src/sockets/socket-transport.ts'
import { backendSuite } from '../../src/contract/index.ts'
import { memoryInUse } from './node-memory.ts'
import { nodeSubject } from './node-subject.ts'
import { type RuntimeGaps, runSuite } from './run-suite.ts'

const pace = { ...(memoryInUse && { memoryInUse }) }
const subject = await nodeSubject(nodeBackend(), pace)

const noTtlZero = 'its dgram refuses a time to live of 0'
const unconnected = 'its dgram only remembers the peer that it is connected to'
const pendingWriteLost = 'its net drops what is still to be written when the peer ends its side'

/** Where the `net` and `dgram` of other runtimes are not like Node's. */
const gaps: RuntimeGaps = {
  bun: { 'group: a socket with the multicast TTL 0 opens and sends': noTtlZero },
  deno: {
    'group: a socket with the multicast TTL 0 opens and sends': noTtlZero,
    'connected stream: end: a write that was pending goes on': pendingWriteLost,
    'accepted stream: end: a write that was pending goes on': pendingWriteLost,
    'datagram: connected to a closed port, ERR_CONNECTION_REFUSED is reported once and the socket goes on': unconnected,
    'datagram: connected, sends to its peer and receives from it alone (IPv4)': unconnected,
    'datagram: connected, sends to its peer and receives from it alone (IPv6)': unconnected,
    'group: one that was not joined cannot be left': 'its error has another code',
    'listener: an address not of this host gives ERR_ADDRESS_INVALID': 'its error has another code',
  },
}

describe('backend-node', () => {
  runSuite(backendSuite, subject, gaps)
})

// Where the documented sockets are not what it takes anyway.
describe.runIf(hasInternals)('backend-node over documented sockets', () => {
  runSuite(backendSuite, { ...subject, backend: nodeBackendOver(socketTransport) })
})
