/**
 * Keys that are encrypted, and PKCS#12, where the runtime has no `node:crypto`, as in a page: what OpenSSL wrote is read by
 * JavaScript. Expected is the key that OpenSSL was given.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodePem } from '@chrome-socket/x509'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { identityOf } from '../src/client-identity.ts'
import type { ForgeTlsOptions } from '../src/options.ts'
import { identity } from './support/secure.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!hasOpenssl)(`without node:crypto${hasOpenssl ? '' : ': there is no openssl'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'passphrase-'))
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8')

  beforeAll(() => {
    for (const kind of ['rsa2048', 'p256'] as const) {
      const { cert, key } = identity(kind, 'client')
      writeFileSync(join(folder, `${kind}.crt`), cert)
      writeFileSync(join(folder, `${kind}.pem`), key)
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  beforeEach(() => void vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never))
  afterEach(() => void vi.restoreAllMocks())

  const expectIdentity = async (options: ForgeTlsOptions, kind: string): Promise<void> => {
    const found = await identityOf(options)
    expect(found?.chain).toEqual(decodePem(text(`${kind}.crt`), 'CERTIFICATE'))
    const key = createPrivateKey({ key: Buffer.from(found?.pkcs8 ?? []), type: 'pkcs8', format: 'der' })
    expect(key.equals(createPrivateKey(text(`${kind}.pem`)))).toBe(true)
  }

  it.each<[string, string, string[]]>([
    ['PKCS#8 with PBKDF2 and AES', 'rsa2048', ['pkcs8', '-topk8', '-v2', 'aes-256-cbc']],
    ['PKCS#8 with SHA-512 and AES-192', 'p256', ['pkcs8', '-topk8', '-v2', 'aes-192-cbc', '-v2prf', 'hmacWithSHA512']],
    ['PKCS#8 with PBKDF2 and Triple-DES', 'p256', ['pkcs8', '-topk8', '-v2', 'des3']],
    ['PKCS#8 with scrypt', 'p256', ['pkcs8', '-topk8', '-scrypt', '-scrypt_N', '1024']],
    ['PKCS#8 with the scheme of PKCS#12', 'rsa2048', ['pkcs8', '-topk8', '-v1', 'PBE-SHA1-3DES']],
    ['PKCS#1 with RFC 1421 headers', 'rsa2048', ['rsa', '-traditional', '-aes128']],
    ['PKCS#1 with Triple-DES', 'rsa2048', ['rsa', '-traditional', '-des3']],
    ['SEC1 with RFC 1421 headers', 'p256', ['ec', '-aes256']],
  ])('%s', async (_, kind, args) => {
    openssl(...args, '-in', `${kind}.pem`, '-out', 'encrypted.pem', '-passout', 'pass:secret')
    const options = { cert: text(`${kind}.crt`), key: text('encrypted.pem') }
    await expectIdentity({ ...options, passphrase: 'secret' }, kind)
    const wrong = async () => identityOf({ ...options, passphrase: 'wrong' })
    await expect(wrong).rejects.toThrow('`passphrase` is not that of `key`')
  })

  it.each<[string, string, string[]]>([
    ['PKCS#1', 'rsa2048', ['rsa', '-traditional']],
    ['SEC1', 'p256', ['ec']],
  ])('%s', async (_, kind, args) => {
    openssl(...args, '-in', `${kind}.pem`, '-out', 'plain.pem')
    await expectIdentity({ cert: text(`${kind}.crt`), key: text('plain.pem') }, kind)
  })

  const pkcs12: readonly (readonly [string, string[]])[] = [
    ['by default', []],
    ['AES-128, a MAC with SHA-512', ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-128-CBC', '-macalg', 'sha512']],
    ['Triple-DES, a MAC with SHA-1', ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['RC2 for the certificates, as Windows wrote it', ['-legacy']],
  ]

  describe.each(pkcs12)('PKCS#12, %s', (_, args) => {
    it.each(['rsa2048', 'p256'])('%s', async (kind) => {
      const files = ['-inkey', `${kind}.pem`, '-in', `${kind}.crt`, '-out', 'both.p12', '-passout', 'pass:secret']
      openssl('pkcs12', '-export', ...files, ...args)
      const pfx = new Uint8Array(readFileSync(join(folder, 'both.p12')))
      await expectIdentity({ pfx, passphrase: 'secret' }, kind)
      const wrong = async () => identityOf({ pfx, passphrase: 'wrong' })
      await expect(wrong).rejects.toThrow('`passphrase` is not that of `pfx`')
      vi.restoreAllMocks()
      // With node:crypto, which has no RC2: JavaScript reads what is left.
      await expectIdentity({ pfx, passphrase: 'secret' }, kind)
    })
  })
})
