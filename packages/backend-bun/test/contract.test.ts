/**
 * The contract suites on this package's backend and on the streams that its TLS gives, with peers of Bun's `node:net`,
 * `node:dgram` and `node:tls`.
 */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import type { ByteStream } from '@chrome-socket/api'
import { backendSuite, streamSuite } from '@chrome-socket/conformance/contract'
import type { StreamSubject } from '@chrome-socket/conformance/contract'
import { rawStream } from '@chrome-socket/conformance/contract/node-peer'
import { afterAll } from 'vitest'
import { nodeSubject } from '../../conformance/test/contract/node-subject.ts'
import { runSuite } from '../../conformance/test/contract/run-suite.ts'
import { bunBackend, bunTls } from '../src/index.ts'
import { connect, describeInBun, foreign, inBun, secure } from './in-bun.ts'
import { Authority, hasOpenssl } from './openssl.ts'

/** Of the whole process: the sockets' buffers are not in JavaScript's heap. */
function memoryInUse(): number {
  const { Bun } = globalThis as unknown as { Bun: { gc(force: boolean): void } }
  Bun.gc(true)
  return process.memoryUsage.rss()
}

if (inBun) {
  const subject = await nodeSubject(bunBackend(), { memoryInUse })
  describeInBun('backend-bun', () => {
    // TCP finds no route to the broadcast address, wherever this runs.
    runSuite(backendSuite, { unreachable: { address: '255.255.255.255', port: 9 }, ...subject })
  })
} else {
  describeInBun('backend-bun', () => {})
}

if (inBun && hasOpenssl) {
  const authority = new Authority()
  authority.issue('server', {})
  const provider = bunTls({ ca: authority.root })
  const keys = { cert: authority.pem('server.pem'), key: authority.pem('leaf.key') }
  afterAll(() => authority.close())

  describeInBun('tls over a Bun socket', (backend) => {
    runSuite(streamSuite, { pace: { memoryInUse, scale: 0.3 }, open: () => open((to) => to, 'TLSv1.3') })
    runSuite(streamSuite, { pace: { memoryInUse, scale: 0.3 }, open: () => open((to) => to, 'TLSv1.2') })
    runSuite(streamSuite, {
      pace: { memoryInUse, scale: 0.3 },
      // Bun's TLS over a Duplex lets go of it when the peer has ended its side.
      peerCannotHalfClose: true,
      open: () => open(foreign, 'TLSv1.3'),
    })

    async function open(
      wrap: (stream: ByteStream) => ByteStream,
      maxVersion: 'TLSv1.2' | 'TLSv1.3',
    ): ReturnType<StreamSubject['open']> {
      const server = createServer({ ...keys, allowHalfOpen: true, maxVersion })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const coming = once(server, 'secureConnection') as Promise<TLSSocket[]>
      const { port } = server.address() as AddressInfo
      const { stream: inner } = await connect(backend, { address: '127.0.0.1', port })
      if (inner === undefined) throw new Error('not connected')
      const { result, stream } = await secure(provider, wrap(inner))
      const [socket] = await coming
      server.close()
      if (stream === undefined || socket === undefined) throw new Error(`not secured: ${result}`)
      return { stream, peer: rawStream(socket) }
    }
  })
}
