/**
 * Tests TLS 1.0 and 1.1 from an app: `chrome.socket.secure` with `tlsVersion`, against OpenSSL's server with the
 * settings of that time. An app that names no version never gets these versions.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createChrome, type Chrome } from '@chrome-socket/api'
import { NetError } from '@chrome-socket/api/backend'
import { nodeBackend } from '@chrome-socket/backend-node'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { forgeTls } from '../src/forge-tls.ts'
import { identity, rsaCa, rsaRoot } from './support/secure.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const folder = mkdtempSync(path.join(os.tmpdir(), 'legacy-'))
const { cert, key } = identity('rsa2048', '127.0.0.1', rsaRoot)
writeFileSync(path.join(folder, 'cert.pem'), cert)
writeFileSync(path.join(folder, 'key.pem'), key)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function listening(version: '-tls1' | '-tls1_1'): Promise<{ port: number; server: ChildProcess }> {
  const options = ['-accept', '127.0.0.1:0', '-cert', 'cert.pem', '-key', 'key.pem', '-cipher', 'DEFAULT:@SECLEVEL=0']
  const server = spawn('openssl', ['s_server', version, ...options], { cwd: folder })
  onTestFinished(() => void server.kill())
  let printed = ''
  server.stdout.on('data', (data: Buffer) => (printed += data.toString()))
  await expect.poll(() => printed).toMatch(/ACCEPT .*:\d+\n/)
  return { port: Number(/ACCEPT .*:(\d+)\n/.exec(printed)?.[1]), server }
}

async function connected(legacyVersions: boolean, port: number): Promise<{ chrome: Chrome; socketId: number }> {
  const chrome = createChrome({ backend: nodeBackend(), tls: forgeTls({ ca: rsaCa, legacyVersions }) })
  onTestFinished(() => chrome.close())
  const { socketId } = await new Promise<{ socketId: number }>((resolve) => chrome.socket.create('tcp', {}, resolve))
  const result = await new Promise((resolve) => chrome.socket.connect(socketId, '127.0.0.1', port, resolve))
  expect(result).toBe(0)
  return { chrome, socketId }
}

const secure = ({ socket }: Chrome, socketId: number, min?: string): Promise<number> =>
  new Promise((resolve) => {
    if (min === undefined) socket.secure(socketId, {}, resolve)
    else socket.secure(socketId, { tlsVersion: { min } }, resolve)
  })

describe.skipIf(!hasOpenssl)('chrome.socket.secure', () => {
  it.each([
    ['-tls1', 'tls1'],
    ['-tls1_1', 'tls1.1'],
    ['-tls1_1', 'tls1'],
  ] as const)('speaks to a server of %s for a minimum of %s, and reads a megabyte', async (version, min) => {
    const { port, server } = await listening(version)
    const { chrome, socketId } = await connected(true, port)
    expect(await secure(chrome, socketId, min)).toBe(0)
    const text = `${'legacy '.repeat(150_000)}end\n`
    server.stdin?.write(text)
    let received = ''
    while (!received.endsWith('end\n')) {
      const { resultCode, data } = await new Promise<{ resultCode: number; data: ArrayBuffer }>((resolve) =>
        chrome.socket.read(socketId, 1_000_000, resolve),
      )
      expect(resultCode).toBeGreaterThan(0)
      received += Buffer.from(data).toString()
    }
    expect(received === text).toBe(true)
  })

  it.each([
    ['names no version', true, undefined],
    ['asks for TLS 1.2', true, 'tls1.2'],
    ['asks for TLS 1.0 of a provider without legacyVersions', false, 'tls1'],
  ])('refuses a server of TLS 1.0 where the app %s', async (_, legacyVersions, min) => {
    const { port } = await listening('-tls1')
    const { chrome, socketId } = await connected(legacyVersions, port)
    expect(await secure(chrome, socketId, min)).toBe(NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH)
  })
})
