import { once } from 'node:events'
import { createConnection, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Backend, ByteStream, NetResult, TlsOptions, TlsProvider } from '@chrome-socket/api/backend'
import { Oid } from '@chrome-socket/x509'
import {
  alternativeNames,
  basicConstraints,
  dnsName,
  email,
  extendedKeyUsage,
  ipAddress,
  unknownExtension,
} from '@chrome-socket/x509/issuing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bunTls } from '../src/index.ts'
import { connect, describeInBun, foreign, inBun, pattern, pause, read, readAll, secure, text, write } from './in-bun.ts'
import { Authority, hasOpenssl } from './openssl.ts'
import type { CertificateRequest, Server } from './openssl.ts'

/** The error codes of Chromium in the same situations, with short names. */
const error = {
  closed: -100,
  reset: -101,
  protocol: -107,
  clientCertificate: -110,
  versionOrCipher: -113,
  badClientCertificate: -117,
  name: -200,
  date: -201,
  authority: -202,
  invalid: -207,
} as const

interface Case extends CertificateRequest {
  readonly expected: NetResult
}

const forLocalhost = alternativeNames(dnsName('localhost'))
const certificates: Readonly<Record<string, Case>> = {
  'the right name': { expected: 0 },
  'a wrong name': { extensions: [alternativeNames(dnsName('other.test'))], expected: error.name },
  'a name in the subject only': { extensions: [basicConstraints(false)], expected: error.name },
  'a name of another kind': {
    extensions: [alternativeNames(email('a@localhost'), ipAddress(127, 0, 0, 1))],
    expected: error.name,
  },
  'a wildcard above localhost': { extensions: [alternativeNames(dnsName('*.localhost'))], expected: error.name },
  'dates past': { notBefore: Date.UTC(2019), notAfter: Date.UTC(2020), expected: error.date },
  'dates to come': { notBefore: Date.UTC(2048), notAfter: Date.UTC(2049), expected: error.date },
  'a wrong name and dates past': {
    extensions: [alternativeNames(dnsName('other.test'))],
    notBefore: Date.UTC(2020),
    notAfter: Date.UTC(2020, 1),
    expected: error.name,
  },
  'its own signature': { issuer: 'self', expected: error.authority },
  'an intermediate that is not sent': { issuer: 'intermediate', expected: error.authority },
  'a SHA-1 signature': { algorithm: 'ecdsa_sha1', expected: error.invalid },
  'a purpose other than serverAuth': {
    extensions: [forLocalhost, extendedKeyUsage(Oid.clientAuth)],
    expected: error.invalid,
  },
  'an unknown critical extension': { extensions: [forLocalhost, unknownExtension(true)], expected: error.invalid },
}

interface RawServer {
  readonly port: number
  readonly connectionClosed: Promise<unknown>
  close(): void
}

/** Starts a server that speaks no TLS, and calls `answer` for the first bytes of a client. */
async function rawServer(answer: (socket: Socket) => void): Promise<RawServer> {
  const server = createServer()
  const connectionClosed = once(server, 'connection').then(([socket]: Socket[]) => {
    socket?.on('error', () => {}).once('data', () => answer(socket))
    return new Promise((resolve) => socket?.on('close', resolve))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, connectionClosed, close: () => void server.close() }
}

describe.runIf(inBun && !hasOpenssl)('tls', () => {
  it.skip('runs in Bun, see in-bun.test.ts; it needs the openssl command for its servers, and there is none', () => {})
})

function tlsSuite(backend: Backend, wrap: (stream: ByteStream) => ByteStream): void {
  let authority: Authority
  let tls: TlsProvider
  const connectTo = async (port: number): Promise<ByteStream> => {
    const { stream } = await connect(backend, { address: '127.0.0.1', port })
    if (stream === undefined) throw new Error('not connected')
    return wrap(stream)
  }
  beforeAll(() => {
    authority = new Authority()
    authority.issue('good', {})
    tls = bunTls({ ca: authority.root })
  })
  afterAll(() => authority.close())

  it.each(Object.entries(certificates))('judges a certificate with %s', async (name, { expected, ...request }) => {
    const file = name.replaceAll(' ', '-')
    authority.issue(file, request)
    const server = await authority.serve(file, ['-cipher', 'DEFAULT@SECLEVEL=0'])
    const { result, stream } = await secure(tls, await connectTo(server.endpoint.port))
    expect(result).toBe(expected)
    expect(stream === undefined).toBe(expected !== 0)
    stream?.close()
    server.close()
  })

  it('does not trust an unknown authority', async () => {
    const server = await authority.serve('good')
    expect((await secure(bunTls(), await connectTo(server.endpoint.port))).result).toBe(error.authority)
    server.close()
  })

  it.each([['-tls1_2'], ['-tls1_3']])('carries bytes with %s, for a name or an address', async (version) => {
    const server = await authority.serve('good', [version])
    for (const serverName of ['localhost', '127.0.0.1']) {
      const { result, stream } = await secure(tls, await connectTo(server.endpoint.port), { serverName })
      expect(result).toBe(0)
      if (stream === undefined) continue
      expect(stream.peer).toEqual(server.endpoint)
      expect(await write(stream, 'drawer\n')).toBe(7)
      expect(text(await readAll(stream, 7, 3))).toBe('reward\n')
      stream.close()
      expect((await read(stream)).result).toBe(-100)
      expect(await write(stream, 'x')).toBe(-100)
    }
    server.close()
  })

  it('offers the versions in the options', async () => {
    const outcomes: NetResult[] = []
    const server12 = await authority.serve('good', ['-tls1_2'])
    const server13 = await authority.serve('good', ['-tls1_3'])
    const server11 = await authority.serve('good', ['-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0'])
    const trials: [typeof server12, Partial<TlsOptions>][] = [
      [server12, { minVersion: 'tls1.3' }],
      [server13, { maxVersion: 'tls1.2' }],
      [server13, { minVersion: 'tls1', maxVersion: 'tls1.1' }],
      [server11, { minVersion: 'tls1' }],
      [server13, { minVersion: 'tls1.3', maxVersion: 'tls1.2' }],
    ]
    for (const [server, options] of trials) {
      const { result, stream } = await secure(tls, await connectTo(server.endpoint.port), options)
      outcomes.push(result)
      stream?.close()
    }
    expect(outcomes).toEqual([error.versionOrCipher, error.versionOrCipher, 0, error.versionOrCipher, error.protocol])
    for (const server of [server11, server12, server13]) server.close()
  })

  it('gives the error for a missing common cipher suite', async () => {
    const server = await authority.serve('good', ['-tls1_2', '-cipher', 'DHE'])
    expect((await secure(tls, await connectTo(server.endpoint.port))).result).toBe(error.versionOrCipher)
    server.close()
  })

  it('sends a client certificate, and gives an error if a required certificate is missing', async () => {
    const withCertificate = bunTls({
      ca: authority.root,
      cert: authority.pem('good.pem'),
      key: authority.pem('leaf.key'),
    })
    for (const version of ['-tls1_2', '-tls1_3']) {
      const must = await authority.serve('good', [
        version,
        '-Verify',
        '3',
        '-verify_return_error',
        '-CAfile',
        'root.pem',
      ])
      const welcome = await secure(withCertificate, await connectTo(must.endpoint.port))
      expect(welcome.result).toBe(0)
      await write(welcome.stream!, 'a\n')
      expect(text(await readAll(welcome.stream!, 2))).toBe('a\n')
      welcome.stream?.close()
      const unwelcome = await secure(tls, await connectTo(must.endpoint.port))
      // In TLS 1.3 the client finishes first, and gets the error with a read.
      const result = unwelcome.stream === undefined ? unwelcome.result : (await read(unwelcome.stream)).result
      expect(result).toBe(version === '-tls1_2' ? error.clientCertificate : error.badClientCertificate)
      unwelcome.stream?.close()
      must.close()
      const may = await authority.serve('good', [version, '-verify', '3'])
      const { result: optional, stream } = await secure(tls, await connectTo(may.endpoint.port))
      expect(optional).toBe(0)
      stream?.close()
      may.close()
    }
  })

  it.each<[string, number, (socket: Socket) => void]>([
    ['closes', error.closed, (socket) => socket.end()],
    ['resets', error.reset, (socket) => socket.resetAndDestroy()],
    ['speaks no TLS', error.protocol, (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['sends handshake_failure', error.versionOrCipher, (socket) => socket.write(Uint8Array.of(21, 3, 3, 0, 2, 2, 40))],
    ['sends protocol_version', error.versionOrCipher, (socket) => socket.write(Uint8Array.of(21, 3, 3, 0, 2, 2, 70))],
    ['sends internal_error', error.protocol, (socket) => socket.write(Uint8Array.of(21, 3, 3, 0, 2, 2, 80))],
    [
      'sends an oversized record',
      error.protocol,
      (socket) => socket.write(Uint8Array.of(22, 3, 3, 255, 255, 0, 0, 0, 0)),
    ],
  ])('fails when the peer %s', async (_what, expected, answer) => {
    const server = await rawServer(answer)
    const inner = await connectTo(server.port)
    const { result, stream } = await secure(tls, inner)
    expect(result).toBe(expected)
    expect(stream).toBeUndefined()
    expect((await read(inner)).result).toBe(-100)
    server.close()
  })

  it('does not complete a cancelled handshake', async () => {
    const server = await rawServer((socket) => socket.resume())
    let completions = 0
    const cancel = tls.secure(await connectTo(server.port), { serverName: 'localhost' }, () => (completions += 1))
    await pause(20)
    cancel()
    await server.connectionClosed
    await pause(10)
    expect(completions).toBe(0)
    server.close()
  })

  it('carries many bytes for a late reader', async () => {
    const server = await authority.serve('good')
    const { stream } = await secure(tls, await connectTo(server.endpoint.port))
    if (stream === undefined) throw new Error('not secured')
    const letters = pattern(8000).map((byte) => 65 + (byte % 26))
    const line = Uint8Array.of(...letters, 10)
    const answer = Uint8Array.of(...letters.toReversed(), 10)
    const writing = Promise.all(Array.from({ length: 600 }, () => write(stream, line)))
    await pause(50)
    for (let index = 0; index < 600; index += 1) {
      expect(Buffer.compare(await readAll(stream, answer.length, 5000), answer)).toBe(0)
    }
    expect(new Set(await writing)).toEqual(new Set([line.length]))
    stream.close()
    server.close()
  })

  it('delivers written bytes even if it is closed before the session tickets arrive', async () => {
    let received = 0
    const server = await authority.collect('good', (bytes) => (received += bytes.filter((byte) => byte === 0).length))
    const size = 300_000
    for (let count = 1; count <= 10; count += 1) {
      const { stream } = await secure(tls, await connectTo(server.endpoint.port))
      server.stop()
      await write(stream!, new Uint8Array(size))
      stream?.close()
      server.goOn()
      await expect.poll(() => received).toBe(count * size)
    }
    server.close()
  })
}

if (hasOpenssl) {
  describeInBun('a closed TLS connection', (backend) => {
    let authority: Authority
    let server: Server
    beforeAll(async () => {
      authority = new Authority()
      authority.issue('server', {})
      server = await authority.serve('server')
    })
    afterAll(() => {
      server.close()
      authority.close()
    })

    // Bun's own `end` waits 12 seconds for a server that does not end its side.
    it('sends FIN before the server has ended its side', { timeout: 11_000 }, async () => {
      const relay = createServer({ allowHalfOpen: true })
      let isSilent = false
      let onEnd: () => void
      const ended = new Promise<void>((resolve) => {
        onEnd = resolve
      })
      relay.on('connection', (client) => {
        const upstream = createConnection({ port: server.endpoint.port, allowHalfOpen: true })
        upstream.on('data', (bytes) => isSilent || client.write(bytes)).on('error', () => {})
        client.on('data', (bytes) => upstream.write(bytes)).on('error', () => {})
        client.on('end', () => {
          client.destroy()
          upstream.destroy()
          onEnd()
        })
      })
      relay.listen(0, '127.0.0.1')
      await once(relay, 'listening')
      const endpoint = { address: '127.0.0.1', port: (relay.address() as AddressInfo).port }
      const { stream: inner } = await connect(backend, endpoint)
      const { result, stream } = await secure(bunTls({ ca: authority.root }), inner!)
      expect(result).toBe(0)
      // The server neither answers the close_notify nor ends its side.
      isSilent = true
      stream?.close()
      await ended
      relay.close()
    })
  })

  describeInBun('tls over a Bun socket', (backend) => tlsSuite(backend, (stream) => stream))
  describeInBun('tls over a stream of another kind', (backend) => tlsSuite(backend, foreign))
}
