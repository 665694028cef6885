/**
 * Tests that the alert for a fault leaves before the connection beneath is closed, also if it is protected
 * asynchronously (RFC 8446, section 6.2).
 */
import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import { describe, expect, it } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { pureCrypto } from '../../src/crypto/pure.ts'
import { webCrypto } from '../../src/crypto/web.ts'
import { forgeTls } from '../../src/forge-tls.ts'
import { connect } from '../support/net-stream.ts'
import { authority, makeKey, server as issueServer } from '@chrome-socket/x509/issuing'
import { pem } from '@chrome-socket/x509/issuing'

const trusted = authority('Trusted')
const untrusted = authority('Another')
const key = makeKey('p256')

const credentials = {
  cert: pem(issueServer(untrusted, { key })),
  key: key.privateKey.export({ type: 'pkcs8', format: 'pem' }),
}

/** Returns the error of a server whose client does not trust it. */
async function serverError(version: 'TLSv1.2' | 'TLSv1.3', crypto: ReturnType<typeof pureCrypto>): Promise<string> {
  const server = net.createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const said = new Promise<string>((resolve) => {
    server.on('connection', (socket) => {
      const context = tls.createSecureContext({ ...credentials, minVersion: version, maxVersion: version })
      const secure = new tls.TLSSocket(socket, { isServer: true, secureContext: context })
      secure.on('error', (error) => resolve(error.message))
      secure.on('close', () => resolve('closed without an alert'))
      secure.resume()
    })
  })
  const { port } = server.address() as net.AddressInfo
  const inner = await connect(port)
  const provider = forgeTls({ ca: trusted.certificate, crypto })
  provider.secure(inner, { serverName: 'server.test' }, () => {})
  const message = await said
  server.close()
  return message
}

describe.each([
  ['JavaScript', pureCrypto()],
  ['WebCrypto', webCrypto()],
  ['node:crypto', nodeCrypto()],
] as const)('with %s', (_, crypto) => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)('an untrusted server of %s gets the alert', async (version) => {
    expect(await serverError(version, crypto)).toMatch(/unknown ca/i)
  })
})
