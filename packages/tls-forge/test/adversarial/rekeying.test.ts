/**
 * Tests KeyUpdates in the middle of a stream (RFC 8446, section 4.6.3), with records of both keys under way at once.
 * OpenSSL's server is told to update its key and to request an update of ours.
 */
import { readBytes } from '@chrome-socket/api/backend'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { ByteStream } from '@chrome-socket/api/backend'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { pureCrypto } from '../../src/crypto/pure.ts'
import { webCrypto } from '../../src/crypto/web.ts'
import { forgeTls } from '../../src/forge-tls.ts'
import { connect } from '../support/net-stream.ts'
import { anchor, leaf, leafKey } from '../support/identity.ts'
import { pem } from '@chrome-socket/x509/issuing'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const folder = mkdtempSync(path.join(os.tmpdir(), 'rekeying-'))
writeFileSync(path.join(folder, 'cert.pem'), pem(leaf))
writeFileSync(path.join(folder, 'key.pem'), leafKey.privateKey.export({ type: 'pkcs8', format: 'pem' }))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (stream: ByteStream): Promise<Uint8Array> =>
  new Promise((resolve) => readBytes(stream, 65_536, (_, bytes) => resolve(bytes)))
const write = (stream: ByteStream, text: string): Promise<number> =>
  new Promise((resolve) => stream.write(Buffer.from(text), resolve))

describe.skipIf(!hasOpenssl).each([
  ['JavaScript', pureCrypto()],
  ['WebCrypto', webCrypto()],
  ['node:crypto', nodeCrypto()],
] as const)('with %s', (_, crypto) => {
  it('the keys of both sides change, and nothing is lost', async () => {
    const server = spawn(
      'openssl',
      ['s_server', '-accept', '127.0.0.1:0', '-tls1_3', '-cert', 'cert.pem', '-key', 'key.pem', '-msg'],
      { cwd: folder },
    )
    let printed = ''
    server.stdout.on('data', (data: Buffer) => (printed += data.toString()))
    try {
      await expect.poll(() => printed).toMatch(/ACCEPT .*:\d+\n/)
      const port = Number(/ACCEPT .*:(\d+)\n/.exec(printed)?.[1])
      const inner = await connect(port)
      const provider = forgeTls({ ca: anchor.certificate, crypto })
      const stream = await new Promise<ByteStream>((resolve, reject) => {
        provider.secure(inner, { serverName: 'server.test' }, (result, secured) => {
          if (secured === undefined) reject(new Error(String(result)))
          else resolve(secured)
        })
      })
      let received = ''
      for (let round = 0; round < 5; round += 1) {
        // A command is a letter at the start of the input that the server reads at once.
        server.stdin.write(`line ${round} ${'x'.repeat(3000)}\n`)
        while (!received.includes(`line ${round} ${'x'.repeat(3000)}\n`)) {
          received += Buffer.from(await read(stream)).toString()
        }
        server.stdin.write(round % 2 === 0 ? 'K\n' : 'k\n')
        await write(stream, `answer ${round}\n`)
        await expect.poll(() => printed).toContain(`answer ${round}`)
      }
      server.stdin.write('the end\n')
      while (!received.includes('the end')) received += Buffer.from(await read(stream)).toString()
      await write(stream, 'over\n')
      await expect.poll(() => printed).toContain('over')
      stream.close()
      // OpenSSL prints the KeyUpdates that it has sent and received.
      expect(printed.match(/>>> .*KeyUpdate/g)).toHaveLength(5)
      expect(printed.match(/<<< .*KeyUpdate/g)).toHaveLength(3)
    } finally {
      server.kill()
    }
  })
})
