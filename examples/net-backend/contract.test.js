// The contract suite, run on both backends of this folder. It tests each rule, and skips the rules of absent parts.
import { backendSuite } from '@chrome-socket/conformance/contract'
import { nodeSubject } from '@chrome-socket/conformance/contract/node-subject'
import { runSuite } from '@chrome-socket/conformance/vitest'
import { describe } from 'vitest'
import { netBackend } from './backend.js'
import { serverBackend } from './server-backend.js'

const clients = await nodeSubject(netBackend())
const servers = await nodeSubject(serverBackend())

describe('TCP clients', () => runSuite(backendSuite, clients))
describe('TCP clients and servers', () => runSuite(backendSuite, servers))
