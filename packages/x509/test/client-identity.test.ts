/**
 * Reads client certificates and keys in the forms that OpenSSL writes, and checks the errors for unusable files. The
 * expectation is the PEM that OpenSSL was given.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DerReader, Tag, readClientIdentity, type IdentityOptions } from '../src/index.ts'
import { octetString } from '../src/issuing/index.ts'
import { decodePem } from '../src/pem.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const passphrase = 'pässwört €'

describe.skipIf(!hasOpenssl)(`client identity${hasOpenssl ? '' : ': there is no openssl'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'identity-'))
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8')
  const bytes = (file: string): Uint8Array => new Uint8Array(readFileSync(join(folder, file)))
  const pkcs8Of = (key: string): Buffer =>
    createPrivateKey(text(`${key}.pem`)).export({ type: 'pkcs8', format: 'der' }) as Buffer

  beforeAll(() => {
    writeFileSync(join(folder, 'passphrase'), passphrase)
    openssl('genpkey', '-algorithm', 'RSA', '-out', 'rsa.pem')
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'ec.pem')
    openssl('genpkey', '-algorithm', 'ED25519', '-out', 'ed25519.pem')
    for (const key of ['rsa', 'ec', 'ed25519']) {
      openssl('req', '-x509', '-new', '-key', `${key}.pem`, '-subj', `/CN=${key}`, '-out', `${key}.crt`)
    }
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true }))

  const read = async (options: IdentityOptions) => readClientIdentity(options)
  const keyAlone = async (key: string, file: string, given?: string): Promise<void> => {
    const identity = await read({ cert: text(`${key}.crt`), key: text(file), passphrase: given })
    expect(identity?.chain).toEqual(decodePem(text(`${key}.crt`), 'CERTIFICATE'))
    expect(Buffer.from(identity?.pkcs8 ?? [])).toEqual(pkcs8Of(key))
  }

  test.each(['rsa', 'ec', 'ed25519'])('PKCS#8: %s', async (key) => keyAlone(key, `${key}.pem`))

  test.each<[string, string, string[]]>([
    ['PKCS#1', 'rsa', ['rsa', '-traditional', '-in', 'rsa.pem']],
    ['SEC1', 'ec', ['ec', '-in', 'ec.pem']],
  ])('%s', async (_, key, args) => {
    openssl(...args, '-out', 'converted.pem')
    await keyAlone(key, 'converted.pem')
  })

  describe.each<[string, string, string[]]>([
    ['PKCS#1 with RFC 1421 headers', 'rsa', ['rsa', '-traditional', '-aes128']],
    ['SEC1 with RFC 1421 headers', 'ec', ['ec', '-aes256']],
    ['PKCS#8 with PBKDF2 and AES', 'rsa', ['pkcs8', '-topk8', '-v2', 'aes-256-cbc']],
    ['PKCS#8 with PBKDF2 and Triple-DES', 'ec', ['pkcs8', '-topk8', '-v2', 'des3']],
    ['PKCS#8 with scrypt', 'ec', ['pkcs8', '-topk8', '-scrypt']],
    ['PKCS#8 with the scheme of PKCS#12', 'rsa', ['pkcs8', '-topk8', '-v1', 'PBE-SHA1-3DES']],
  ])('encrypted, %s', (name, key, args) => {
    const convert = (): void =>
      openssl(...args, '-in', `${key}.pem`, '-out', 'encrypted.pem', '-passout', 'file:passphrase')

    // In the scheme of PKCS#12, OpenSSL converts a passphrase with non-ASCII characters according to the locale.
    if (!name.endsWith('PKCS#12')) {
      test('is read', async () => {
        convert()
        await keyAlone(key, 'encrypted.pem', passphrase)
      })
    }

    test('a wrong or missing passphrase is reported as such', async () => {
      convert()
      const options = { cert: text(`${key}.crt`), key: text('encrypted.pem') }
      await expect(read({ ...options, passphrase: 'wrong' })).rejects.toThrow('`passphrase` is not that of `key`')
      await expect(read(options)).rejects.toThrow('`key` is encrypted: give its `passphrase`')
    })
  })

  describe.each<[string, string[]]>([
    ['by default', []],
    ['AES-128, a MAC with SHA-512', ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-128-CBC', '-macalg', 'sha512']],
    ['Triple-DES, a MAC with SHA-1', ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['certificates not encrypted', ['-certpbe', 'NONE']],
    ['without a MAC', ['-nomac']],
  ])('PKCS#12, %s', (_, args) => {
    test.each(['rsa', 'ec'])('%s', async (key) => {
      // The passphrase of PKCS#12 is UTF-16, for which OpenSSL needs a locale of UTF-8.
      const files = ['-inkey', `${key}.pem`, '-in', `${key}.crt`, '-certfile', 'ed25519.crt', '-out', 'identity.p12']
      openssl('pkcs12', '-export', ...files, '-passout', 'pass:secret', ...args)
      const identity = await read({ pfx: bytes('identity.p12'), passphrase: 'secret' })
      expect(identity?.chain).toEqual(
        [`${key}.crt`, 'ed25519.crt'].flatMap((file) => decodePem(text(file), 'CERTIFICATE')),
      )
      expect(Buffer.from(identity?.pkcs8 ?? [])).toEqual(pkcs8Of(key))
      const wrong = read({ pfx: bytes('identity.p12'), passphrase: 'wrong' })
      await expect(wrong).rejects.toThrow('`passphrase` is not that of `pfx`')
    })
  })

  test('PKCS#12 in BER, with indefinite lengths and octet strings in pieces', async () => {
    const args = ['-inkey', 'ec.pem', '-in', 'ec.crt', '-passout', 'pass:secret', '-out', 'definite.p12']
    openssl('pkcs12', '-export', ...args)
    writeFileSync(join(folder, 'indefinite.p12'), indefinite(bytes('definite.p12')))
    // OpenSSL reads the file, too.
    openssl('pkcs12', '-in', 'indefinite.p12', '-passin', 'pass:secret', '-nodes', '-out', 'read.pem')
    const identity = await read({ pfx: bytes('indefinite.p12'), passphrase: 'secret' })
    expect(identity?.chain).toEqual(decodePem(text('ec.crt'), 'CERTIFICATE'))
    expect(Buffer.from(identity?.pkcs8 ?? [])).toEqual(pkcs8Of('ec'))
  })

  test('PKCS#12 with an empty passphrase', async () => {
    openssl('pkcs12', '-export', '-inkey', 'ec.pem', '-in', 'ec.crt', '-out', 'empty.p12', '-passout', 'pass:')
    for (const given of [undefined, '']) {
      expect((await read({ pfx: bytes('empty.p12'), passphrase: given }))?.chain).toHaveLength(1)
    }
  })

  test('PKCS#12 with 600,000 iterations does not block the event loop', { timeout: 60_000 }, async () => {
    const args = ['-iter', '600000', '-passout', 'pass:secret', '-out', 'slow.p12']
    openssl('pkcs12', '-export', '-inkey', 'ec.pem', '-in', 'ec.crt', ...args)
    let turns = 0
    const timer = setInterval(() => (turns += 1), 1)
    const identity = await read({ pfx: bytes('slow.p12'), passphrase: 'secret' })
    clearInterval(timer)
    expect(identity?.chain).toHaveLength(1)
    expect(turns).toBeGreaterThan(20)
  })

  describe('a clear error reports', () => {
    test.each<[string, () => Record<string, unknown>, string]>([
      ['a certificate alone', () => ({ cert: text('ec.crt') }), '`cert` and `key` go together'],
      ['a key alone', () => ({ key: text('ec.pem') }), '`cert` and `key` go together'],
      [
        "another certificate's key",
        () => ({ cert: text('ec.crt'), key: text('rsa.pem') }),
        '`key` is not the key of the first certificate in `cert`',
      ],
      [
        'another key of the same kind',
        () => {
          openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'other.pem')
          return { cert: text('ec.crt'), key: text('other.pem') }
        },
        '`key` is not the key of the first certificate in `cert`',
      ],
      [
        'a certificate as the key',
        () => ({ cert: text('ec.crt'), key: text('ec.crt') }),
        'there is no private key in `key`, but CERTIFICATE',
      ],
      [
        'a key as the certificate',
        () => ({ cert: text('ec.pem'), key: text('ec.pem') }),
        'there is no certificate in `cert`',
      ],
      ['a path', () => ({ cert: './ec.crt', key: text('ec.pem') }), '`cert` is a path: give the content of the file'],
      [
        'DER',
        () => ({ cert: decodePem(text('ec.crt'), 'CERTIFICATE')[0], key: text('ec.pem') }),
        '`cert` is DER: give it as PEM',
      ],
      [
        'UTF-16',
        () => ({ cert: text('ec.crt'), key: Buffer.from(`\uFEFF${text('ec.pem')}`, 'utf16le') }),
        '`key` is not UTF-8, perhaps UTF-16',
      ],
      [
        'a broken key',
        () => ({ cert: text('ec.crt'), key: text('ec.pem').replace('MIG', 'AAA') }),
        'the private key in `key` cannot be read',
      ],
      [
        'a passphrase that is not text',
        () => ({ cert: text('ec.crt'), key: text('ec.pem'), passphrase: 5 }),
        '`passphrase` has to be text',
      ],
      ['PEM as PKCS#12', () => ({ pfx: Buffer.from(text('ec.pem')) }), '`pfx` is PEM: give it in `cert` and `key`'],
      ['a path as PKCS#12', () => ({ pfx: 'identity.p12' }), '`pfx` is text: give the bytes of the file'],
      ['no PKCS#12', () => ({ pfx: Uint8Array.of(1, 2, 3) }), '`pfx` is not PKCS#12'],
      ['PKCS#12 beside a certificate', () => ({ pfx: Uint8Array.of(1), cert: text('ec.crt') }), '`pfx` has both'],
    ])('%s', (_, options, message) => {
      expect(() => readClientIdentity(options() as IdentityOptions)).toThrow(message)
    })
  })

  test('PKCS#12 that is broken behind its beginning', async () => {
    openssl('pkcs12', '-export', '-inkey', 'ec.pem', '-in', 'ec.crt', '-out', 'whole.p12', '-passout', 'pass:secret')
    for (const pfx of [bytes('whole.p12').subarray(0, 400), Uint8Array.of(0x30, 0x80, 2, 1, 3, 0, 0)]) {
      await expect(read({ pfx, passphrase: 'secret' })).rejects.toThrow('`pfx` is not PKCS#12')
    }
  })

  test('bytes where text is expected', async () => {
    const identity = await read({ cert: bytes('ec.crt'), key: bytes('ec.pem') })
    expect(Buffer.from(identity?.pkcs8 ?? [])).toEqual(pkcs8Of('ec'))
  })
})

/**
 * Returns the same value in BER: constructed elements have an indefinite length, and a long octet string is in
 * pieces.
 */
function indefinite(der: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  const reader = new DerReader(der)
  while (reader.more) {
    const { tag, content, whole } = reader.element()
    const isImplicitString = tag === 0x80
    if ((tag & 0x20) !== 0) parts.push(Uint8Array.of(tag, 0x80), indefinite(content), Uint8Array.of(0, 0))
    else if (content.length > 100 && (tag === Tag.octetString || isImplicitString)) {
      parts.push(Uint8Array.of(isImplicitString ? 0xa0 : 0x24, 0x80))
      for (let at = 0; at < content.length; at += 50) parts.push(octetString(content.subarray(at, at + 50)))
      parts.push(Uint8Array.of(0, 0))
    } else parts.push(whole)
  }
  return Uint8Array.from(Buffer.concat(parts))
}
