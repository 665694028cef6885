/** The client's certificate in every form that `nodeTls` accepts, for a server that asks for it. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { readBytes, type ByteStream } from '@chrome-socket/api/backend'
import { connectWith } from '@chrome-socket/conformance/contract/node-subject'
import { authority, makeKey, pem, server } from '@chrome-socket/x509/issuing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nodeBackend, nodeTls, type NodeTlsOptions } from '../src/index.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!hasOpenssl)(`a client certificate${hasOpenssl ? '' : ': there is no openssl'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'client-certificate-'))
  const root = authority('Authority of clients and servers')
  const ca = pem(root.certificate)
  const key = makeKey()
  const pkcs8 = key.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  const cert = pem(server(root, { key }))
  const file = (name: string): Buffer => readFileSync(join(folder, name))
  let listener: tls.Server

  beforeAll(async () => {
    writeFileSync(join(folder, 'key.pem'), pkcs8)
    writeFileSync(join(folder, 'cert.pem'), cert)
    const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
    openssl('pkcs12', '-export', '-inkey', 'key.pem', '-in', 'cert.pem', '-passout', 'pass:secret', '-out', 'both.p12')
    openssl('pkcs8', '-topk8', '-in', 'key.pem', '-passout', 'pass:secret', '-out', 'encrypted.pem')
    openssl('ec', '-in', 'key.pem', '-aes128', '-passout', 'pass:secret', '-out', 'sec1.pem')
    const options = { cert, key: pkcs8, ca, requestCert: true, rejectUnauthorized: false }
    listener = tls.createServer(options, (socket) => {
      socket.on('error', () => {})
      socket.end(socket.getPeerX509Certificate()?.subject ?? 'nobody')
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => {
    listener.close()
    rmSync(folder, { recursive: true })
  })

  async function whoIs(options: NodeTlsOptions): Promise<string> {
    const { port } = listener.address() as AddressInfo
    const inner = await connectWith(nodeBackend())({ address: '127.0.0.1', port })
    const stream = await new Promise<ByteStream>((resolve, reject) => {
      nodeTls({ ca, ...options }).secure(inner, { serverName: 'localhost' }, (result, secured) => {
        if (secured === undefined) reject(new Error(`not secured: ${result}`))
        else resolve(secured)
      })
    })
    const text = await new Promise<string>((resolve) => {
      readBytes(stream, 1000, (_, bytes) => resolve(new TextDecoder().decode(bytes)))
    })
    stream.close()
    return text
  }

  test.each<[string, () => NodeTlsOptions]>([
    ['PEM', () => ({ cert, key: pkcs8 })],
    ['PEM as bytes', () => ({ cert: file('cert.pem'), key: file('key.pem') })],
    ['an encrypted key', () => ({ cert, key: file('encrypted.pem'), passphrase: 'secret' })],
    ['an encrypted key in SEC1', () => ({ cert, key: file('sec1.pem'), passphrase: 'secret' })],
    ['PKCS#12', () => ({ pfx: file('both.p12'), passphrase: 'secret' })],
  ])('is sent in the form %s', async (_, options) => {
    expect(await whoIs(options())).toBe('CN=server')
  })

  test('is not sent without the options', async () => {
    expect(await whoIs({})).toBe('nobody')
  })

  test('a wrong passphrase of PKCS#12 causes a warning and fails connections', async () => {
    const warned = new Promise<Error>((resolve) => {
      process.once('warning', resolve)
    })
    await expect(whoIs({ pfx: file('both.p12'), passphrase: 'wrong' })).rejects.toThrow('not secured: -2')
    expect((await warned).message).toBe('`passphrase` is not that of `pfx`')
  })

  test.each<[object, string]>([
    [{ cert, key: 'nonsense' }, '`key` contains no PEM'],
    [{ cert }, '`cert` and `key` go together'],
    [{ ca: '/etc/ssl/cert.pem' }, '`ca` is a path'],
    [{ pinnedKeys: ['0'.repeat(64)] }, '`pinnedKeys[0]` is hexadecimal'],
    [{ pfx: Uint8Array.of(0x30, 0x00) }, '`pfx` is not PKCS#12'],
  ])('nodeTls throws for the invalid options %j', (options, message) => {
    expect(() => nodeTls(options)).toThrow(message)
  })
})
