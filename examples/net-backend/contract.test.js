// The contract suite, run on both backends of this folder. It tests each rule, and skips the rules of absent parts.
import { backendSuite } from '@chrome-socket/conformance/contract'
import { nodeSubject } from '@chrome-socket/conformance/contract/node-subject'
import { runSuite } from '@chrome-socket/conformance/vitest'
import { describe } from 'vitest'
import { netBackend } from './backend.js'
import { serverBackend } from './server-backend.js'

// An eighth of the full size, so that a newcomer waits for seconds: a release of a backend is worth the whole.
const pace = { scale: 1 / 8 }
const clients = await nodeSubject(netBackend(), pace)
const servers = await nodeSubject(serverBackend(), pace)

describe('TCP clients', () => runSuite(backendSuite, clients))
describe('TCP clients and servers', () => runSuite(backendSuite, servers))
