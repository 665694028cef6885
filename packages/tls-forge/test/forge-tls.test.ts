/**
 * Tests `forgeTls` with each of its options against Node's own TLS server.
 */
import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import { nodeCrypto } from '../src/crypto/node.ts'
import { pureCrypto } from '../src/crypto/pure.ts'
import { webCrypto } from '../src/crypto/web.ts'
import { forgeTls } from '../src/forge-tls.ts'
import { connect } from './support/net-stream.ts'
import { ca, client, echo, identity, read, readAll, root, serve, serverIdentity, write } from './support/secure.ts'

const pin = (spki: Uint8Array): string => createHash('sha256').update(spki).digest('base64')
const providers = [webCrypto(), pureCrypto(), nodeCrypto()]
const versions = ['TLSv1.3', 'TLSv1.2'] as const

describe.each(providers)('by $name', (crypto) => {
  it.each(versions)('carries much data in both directions in %s', async (version) => {
    const port = await serve(echo, { minVersion: version, maxVersion: version })
    const { stream } = await client({ crypto })(port)
    const data = randomBytes(1_000_000)
    const writing = Promise.all(
      [0, 1, 2, 3].map((part) => write(stream, data.subarray(part * 250_000, (part + 1) * 250_000))),
    )
    const parts: Uint8Array[] = []
    for (let length = 0; length < data.length;) {
      const [result, bytes] = await read(stream, 100_000)
      expect(bytes.length).toBe(result)
      expect(bytes.buffer.byteLength).toBe(result)
      parts.push(bytes)
      length += result
    }
    expect(await writing).toEqual([250_000, 250_000, 250_000, 250_000])
    expect(Buffer.concat(parts).equals(data)).toBe(true)
    stream?.close()
  })

  it('gives small reads the length they ask for, and joins the writes of a turn', async () => {
    const port = await serve(echo)
    const { stream } = await client({ crypto })(port)
    const results = await Promise.all(['a', 'bc', '', 'def'].map((text) => write(stream, text)))
    expect(results).toEqual([1, 2, 0, 3])
    let text = ''
    while (text.length < 6) {
      const [result, bytes] = await read(stream, 2)
      expect(result).toBeLessThanOrEqual(2)
      text += Buffer.from(bytes).toString()
    }
    expect(text).toBe('abcdef')
    stream?.close()
  })

  it.each(versions)('resumes a session of %s, but not without a cache', async (version) => {
    const port = await serve(echo, { minVersion: version, maxVersion: version })
    const resumed: (boolean | undefined)[] = []
    for (const secure of [client({ crypto }), client({ crypto, sessionCache: false })]) {
      for (let round = 0; round < 3; round += 1) {
        const { stream, connection } = await secure(port)
        await write(stream, 'x')
        await read(stream)
        resumed.push(connection?.resumed)
        stream?.close()
      }
    }
    expect(resumed).toEqual([false, true, true, false, false, false])
  })

  it.each(['rsa2048', 'p256', 'p384', 'ed25519'] as const)('proves the client by a %s certificate', async (kind) => {
    for (const version of versions) {
      const subjects: unknown[] = []
      const port = await serve(
        (socket) => {
          subjects.push(socket.authorized, socket.getPeerCertificate().subject.CN)
          socket.end('x')
        },
        { minVersion: version, maxVersion: version, requestCert: true, rejectUnauthorized: true, ca },
      )
      const { cert, key } = identity(kind, 'client')
      const { stream, result } = await client({ crypto, cert, key })(port)
      expect([result, (await readAll(stream)).toString(), subjects]).toEqual([0, 'x', [true, 'client']])
      stream?.close()
    }
  })
})

describe('options', () => {
  it('negotiate an application protocol', async () => {
    const port = await serve(echo, { ALPNProtocols: ['h2', 'http/1.1'] })
    const { connection, stream } = await client({ alpnProtocols: ['spdy/3', 'http/1.1'] })(port)
    expect(connection?.alpnProtocol).toBe('http/1.1')
    stream?.close()
  })

  it('report the negotiated connection', async () => {
    const port = await serve(echo, { minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256' })
    const { connection, stream } = await client()(port)
    expect(connection).toMatchObject({
      serverName: 'localhost',
      version: 'tls1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      group: 'x25519',
      resumed: false,
    })
    const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(connection?.peerChain[0] ?? []).toString('base64')}`
    expect(serverIdentity.cert.replaceAll('\n', '')).toContain(pem.replaceAll('\n', ''))
    stream?.close()
  })

  it('pin the key of the server, or of an authority above it', async () => {
    const port = await serve(echo)
    for (const spki of [serverIdentity.spki, root.key.spki]) {
      const { result, stream } = await client({ pinnedKeys: [pin(randomBytes(9)), pin(spki)] })(port)
      expect(result).toBe(0)
      stream?.close()
    }
    const { result, failure } = await client({ pinnedKeys: [pin(randomBytes(9))] })(port)
    expect([result, failure?.alert]).toEqual([NetError.ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN, 'bad_certificate'])
  })

  it.each(versions)('write the same key log as the server, in %s', async (version) => {
    const ofServer: string[] = []
    const port = await serve(
      (socket) => {
        echo(socket)
      },
      { minVersion: version, maxVersion: version },
      (line) => ofServer.push(line.toString().trim()),
    )
    const lines: string[] = []
    const { stream } = await client({ keyLog: (line) => lines.push(line) })(port)
    await write(stream, 'x')
    await read(stream)
    stream?.close()
    expect(lines.length).toBe(version === 'TLSv1.2' ? 1 : 5)
    expect(lines.toSorted()).toEqual(ofServer.toSorted())
  })

  it('set the clock for the check of certificates', async () => {
    const port = await serve(echo)
    const { result, failure } = await client({ now: () => Date.now() + 3 * 86_400_000 })(port)
    expect([result, failure?.alert]).toEqual([NetError.ERR_CERT_DATE_INVALID, 'certificate_expired'])
  })

  it('limit the trusted authorities', async () => {
    const port = await serve(echo)
    const { result } = await client({ ca: identity().cert })(port)
    expect(result).toBe(NetError.ERR_CERT_AUTHORITY_INVALID)
    const runtime = forgeTls()
    const inner = await connect(port)
    const byRuntime = await new Promise((resolve) => {
      runtime.secure(inner, { serverName: 'localhost' }, resolve)
    })
    expect(byRuntime).toBe(NetError.ERR_CERT_AUTHORITY_INVALID)
  })

  it('give certificate and key as PKCS#12, or in the older forms of PEM', async () => {
    const version = spawnSync('openssl', ['version'])
    if (version.status !== 0) return
    const folder = mkdtempSync(join(tmpdir(), 'tls-forge-'))
    const openssl = (...args: readonly string[]): void => {
      const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
      if (status !== 0) throw new Error(stderr)
    }
    const port = await serve((socket) => socket.end(socket.authorized ? 'yes' : 'no'), { requestCert: true, ca })
    for (const kind of ['rsa2048', 'p256'] as const) {
      const { cert, key } = identity(kind, 'client')
      writeFileSync(join(folder, 'cert.pem'), cert)
      writeFileSync(join(folder, 'key.pem'), key)
      openssl(
        'pkcs12',
        '-export',
        '-in',
        'cert.pem',
        '-inkey',
        'key.pem',
        '-out',
        'both.p12',
        '-passout',
        'pass:secret',
      )
      openssl('pkcs8', '-topk8', '-in', 'key.pem', '-out', 'encrypted.pem', '-passout', 'pass:secret')
      openssl('pkey', '-traditional', '-in', 'key.pem', '-out', 'traditional.pem')
      const forms = [
        { pfx: new Uint8Array(readFileSync(join(folder, 'both.p12'))), passphrase: 'secret' },
        { cert, key: readFileSync(join(folder, 'encrypted.pem'), 'utf8'), passphrase: 'secret' },
        { cert, key: readFileSync(join(folder, 'traditional.pem'), 'utf8') },
      ]
      for (const form of forms) {
        const { stream, failure } = await client(form)(port)
        expect(failure).toBeUndefined()
        expect((await readAll(stream)).toString()).toBe('yes')
        stream?.close()
      }
      // The fault is found after a key derivation, so each connection reports it.
      const secure = client({ pfx: readFileSync(join(folder, 'both.p12')), passphrase: 'anders' })
      for (let time = 0; time < 2; time += 1) {
        const { result, failure } = await secure(port)
        expect(result).toBe(NetError.ERR_FAILED)
        expect(failure?.reason).toBe('`passphrase` is not that of `pfx`')
      }
    }
  })

  it('are refused if they contradict each other', () => {
    const { cert, key } = identity()
    const another = identity().key
    const refused: readonly [object, string][] = [
      [{ cert }, '`cert` and `key` go together'],
      [{ key }, '`cert` and `key` go together'],
      [{ cert, key: 'nonsense' }, '`key` contains no PEM'],
      [{ cert, key: another }, '`key` is not the key of the first certificate in `cert`'],
      [{ pfx: randomBytes(40), passphrase: 'geheim' }, '`pfx` is not PKCS#12'],
      [{ ca: '/etc/ssl/ca.pem' }, '`ca` is a path: give the content of the file'],
      [{ ca: new Uint8Array(40) }, '`ca`'],
      [{ ca: [key] }, 'there is no certificate in `ca`'],
      [{ pinnedKeys: ['00'.repeat(32)] }, '`pinnedKeys[0]` is hexadecimal'],
    ]
    for (const [options, message] of refused) expect(() => forgeTls(options), message).toThrow(message)
    expect(() => forgeTls({ ca: cert, cert, key })).not.toThrow()
  })

  it('limit versions as Chromium does', async () => {
    const tls12 = await serve(echo, { maxVersion: 'TLSv1.2' })
    const tls13 = await serve(echo, { minVersion: 'TLSv1.3' })
    const secure = client()
    const results = [
      await secure(tls12, { minVersion: 'tls1' }),
      await secure(tls12, { maxVersion: 'tls1.1' }),
      await secure(tls12, { minVersion: 'tls1.3' }),
      await secure(tls13, { maxVersion: 'tls1.2' }),
      await secure(tls13, { minVersion: 'tls1.3', maxVersion: 'tls1.2' }),
    ]
    for (const { stream } of results) stream?.close()
    const mismatch = NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH
    expect(results.map(({ result }) => result)).toEqual([0, 0, mismatch, mismatch, NetError.ERR_SSL_PROTOCOL_ERROR])
  })

  it('without a certificate send an empty list to an optional request, and report a required certificate', async () => {
    for (const version of versions) {
      const range = { minVersion: version, maxVersion: version }
      const optional = await serve(echo, { ...range, requestCert: true, rejectUnauthorized: false })
      const first = await client()(optional)
      expect(first.result).toBe(0)
      await write(first.stream, 'x')
      expect((await read(first.stream))[0]).toBe(1)
      first.stream?.close()
      const required = await serve(echo, { ...range, requestCert: true, rejectUnauthorized: true })
      const { result, stream } = await client()(required)
      const error = result < 0 ? result : (await read(stream))[0]
      // Node's server closes without an alert if OpenSSL has none for the fault.
      expect([
        NetError.ERR_SSL_CLIENT_AUTH_CERT_NEEDED,
        0,
        NetError.ERR_CONNECTION_RESET,
        NetError.ERR_CONNECTION_CLOSED,
      ]).toContain(error)
      stream?.close()
    }
  })
})
