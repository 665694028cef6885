/// <reference lib="dom" />
// The sources of tls-forge need the types of WebCrypto.
/**
 * The contract suite of TLS providers, run on `bunTls`, over Bun's own sockets and over streams of another kind, and on
 * `forgeTls`.
 */
import { NetError } from '@chrome-socket/api/backend'
import type { Backend, ByteStream, Endpoint } from '@chrome-socket/api/backend'
import { tlsSuite } from '@chrome-socket/conformance/contract'
import { nodeTlsServers } from '@chrome-socket/conformance/contract/node-tls-servers'
import { runSuite } from '@chrome-socket/conformance/vitest'
import { forgeTls } from '@chrome-socket/tls-forge'
import { describe } from 'vitest'
import { bunTls } from '../src/index.ts'
import { connect, describeInBun, foreign, inBun } from './in-bun.ts'

const servers = inBun ? nodeTlsServers() : undefined

/** The suite without half-close, for a stream of another kind, on which the peer's end ends both sides: see the README. */
const suiteWithoutHalfClose = { ...tlsSuite, cases: tlsSuite.cases.filter(({ needs }) => !needs.includes('halfClose')) }

function connectWith(backend: Backend, wrap: (stream: ByteStream) => ByteStream = (stream) => stream) {
  return async (to: Endpoint): Promise<ByteStream> => {
    const { result, stream } = await connect(backend, to)
    if (result !== NetError.OK || stream === undefined) throw new Error(`not connected: ${result}`)
    return wrap(stream)
  }
}

describeInBun('bunTls', (backend) => {
  if (servers === undefined) return
  const subject = { provider: bunTls({ ca: servers.authority }), servers, pace: { scale: 0.3 } }
  describe('over a Bun socket', () => {
    runSuite(tlsSuite, { ...subject, connect: connectWith(backend) })
  })
  describe('over a stream of another kind', () => {
    runSuite(suiteWithoutHalfClose, { ...subject, connect: connectWith(backend, foreign) })
  })
})

describeInBun('forgeTls over a Bun socket', (backend) => {
  if (servers === undefined) return
  // A record of forgeTls costs a hundred times as much as a record of a native provider.
  const provider = forgeTls({ ca: servers.authority })
  const pace = { scale: 1 / 8 }
  runSuite(tlsSuite, { provider, servers, connect: connectWith(backend), pace })
})
