/** The contract suite of TLS providers on `bunTls`, over Bun's own sockets and over streams of another kind. */
import { NetError } from '@chrome-socket/api'
import type { ByteStream, Endpoint } from '@chrome-socket/api'
import { tlsSuite } from '@chrome-socket/conformance/contract'
import { nodeTlsServers } from '@chrome-socket/conformance/contract/node-tls-servers'
import { describe } from 'vitest'
import { runSuite } from '../../conformance/test/contract/run-suite.ts'
import { bunTls } from '../src/index.ts'
import { connect, describeInBun, foreign, inBun } from './in-bun.ts'

const servers = inBun ? nodeTlsServers() : undefined

/** BoringSSL does not try an issuer that is no authority: see the README. */
const cases = tlsSuite.cases.filter(({ name }) => !name.includes('issuedByLeaf'))
const suite = { ...tlsSuite, cases }
/** Over a stream of another kind, the peer's end is the end of both sides: see the README. */
const suiteWithoutHalfClose = { ...suite, cases: cases.filter(({ needs }) => !needs.includes('halfClose')) }

describeInBun('bunTls', (backend) => {
  if (servers === undefined) return
  const connectWith = (wrap: (stream: ByteStream) => ByteStream) => async (to: Endpoint) => {
    const { result, stream } = await connect(backend, to)
    if (result !== NetError.OK || stream === undefined) throw new Error(`not connected: ${result}`)
    return wrap(stream)
  }
  const subject = { provider: bunTls({ ca: servers.authority }), servers, refusesAnyUsage: true, pace: { scale: 0.3 } }
  describe('over a Bun socket', () => {
    runSuite(suite, { ...subject, connect: connectWith((stream) => stream) })
  })
  describe('over a stream of another kind', () => {
    runSuite(suiteWithoutHalfClose, { ...subject, connect: connectWith(foreign) })
  })
})
