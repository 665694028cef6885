/**
 * Tests TLS 1.0 and 1.1 by forge against Node's server, for apps that ask for them, and a ClientHello that offers all
 * versions.
 */
import type { TLSSocket, SecureVersion } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { NetError, type TlsOptions } from '@chrome-socket/api/backend'
import { client, echo, identity, read, readAll, rsaCa, rsaRoot, serve, write } from './support/secure.ts'

const rsa = identity('rsa2048', 'localhost', rsaRoot)

async function started(version: SecureVersion, onSocket = echo): Promise<number> {
  const ciphers = version === 'TLSv1.3' ? undefined : 'ALL:@SECLEVEL=0'
  return serve(onSocket, {
    cert: rsa.cert,
    key: rsa.key,
    minVersion: version,
    maxVersion: version,
    ...(ciphers && { ciphers }),
  })
}

const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const

type Range = Pick<TlsOptions, 'minVersion' | 'maxVersion'>
const cases: readonly (readonly [SecureVersion, Range, string])[] = [
  ['TLSv1', { minVersion: 'tls1' }, 'tls1'],
  ['TLSv1.1', { minVersion: 'tls1' }, 'tls1.1'],
  ['TLSv1.2', { minVersion: 'tls1' }, 'tls1.2'],
  ['TLSv1.3', { minVersion: 'tls1.1' }, 'tls1.3'],
  ['TLSv1.1', { minVersion: 'tls1.1', maxVersion: 'tls1.2' }, 'tls1.1'],
  ['TLSv1', { minVersion: 'tls1', maxVersion: 'tls1' }, 'tls1'],
  ['TLSv1.1', { minVersion: 'tls1', maxVersion: 'tls1.1' }, 'tls1.1'],
]
const refused: readonly (readonly [SecureVersion, Range, boolean])[] = [
  ['TLSv1', { minVersion: 'tls1' }, false],
  ['TLSv1', {}, true],
  ['TLSv1.1', { minVersion: 'tls1.2' }, true],
  ['TLSv1', { minVersion: 'tls1.1' }, true],
  ['TLSv1.2', { maxVersion: 'tls1.1' }, true],
]

describe('legacyVersions', () => {
  it.each(cases)('with a server of %s and %o', async (version, range, spoken) => {
    const port = await started(version)
    const { result, stream, connection, failure } = await client({ legacyVersions: true, ca: rsaCa })(port, range)
    expect([result, connection?.version], failure?.reason).toEqual([0, spoken])
    const data = Buffer.alloc(100_000, 'legacy ')
    const writing = write(stream, data)
    const parts: Uint8Array[] = []
    for (let length = 0; length < data.length; length += parts.at(-1)?.length ?? 0) parts.push((await read(stream))[1])
    expect([Buffer.concat(parts).equals(data), await writing]).toEqual([true, data.length])
    expect(connection?.peerChain.length).toBe(1)
    stream?.close()
  })

  it.each(refused)('refuses a server of %s for %o', async (version, range, legacyVersions) => {
    const port = await started(version)
    const { result } = await client({ legacyVersions, ca: rsaCa })(port, range)
    expect(result).toBe(NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH)
  })

  it('checks the name and the authority, and delivers the data before the end', async () => {
    const port = await started('TLSv1.1', (socket) => socket.end('bye'))
    const range = { minVersion: 'tls1' } as const
    const named = await client({ legacyVersions: true, ca: rsaCa })(port, { ...range, serverName: 'other.test' })
    expect(named.result).toBe(NetError.ERR_CERT_COMMON_NAME_INVALID)
    const unknown = await client({ legacyVersions: true, ca: identity().cert })(port, range)
    expect(unknown.result).toBe(NetError.ERR_CERT_AUTHORITY_INVALID)
    const { stream } = await client({ legacyVersions: true, ca: rsaCa })(port, range)
    expect((await readAll(stream)).toString()).toBe('bye')
    expect((await read(stream))[0]).toBe(0)
    stream?.close()
  })

  it('logs keys as the server does', async () => {
    const [lines, theirs]: string[][] = [[], []]
    const port = await serve(echo, { ...old, ...rsa }, (line) => theirs?.push(line.toString().trim()))
    const keyLog = (line: string): void => void lines?.push(line)
    for (const range of [{ minVersion: 'tls1' }, { minVersion: 'tls1', maxVersion: 'tls1.1' }] as const) {
      const { stream, result } = await client({ legacyVersions: true, ca: rsaCa, keyLog })(port, range)
      expect(result).toBe(0)
      stream?.close()
    }
    expect(lines).toEqual(theirs)
    expect(lines?.length).toBe(2)
  })

  it('negotiates an application protocol if the ClientHello is ours', async () => {
    const port = await serve(echo, { ...old, ...rsa, ALPNProtocols: ['b'] })
    const secure = client({ legacyVersions: true, ca: rsaCa, alpnProtocols: ['a', 'b'] })
    const { connection, stream } = await secure(port, { minVersion: 'tls1' })
    expect([connection?.version, connection?.alpnProtocol]).toEqual(['tls1.1', 'b'])
    stream?.close()
    const alone = await secure(port, { minVersion: 'tls1', maxVersion: 'tls1.1' })
    expect([alone.connection?.version, alone.connection?.alpnProtocol]).toEqual(['tls1.1', undefined])
    alone.stream?.close()
  })

  it.each([
    ['an unknown authority', { ca: identity().cert }, {}, 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'unknown_ca'],
    [
      'another name',
      { ca: rsaCa },
      { serverName: 'x.test' },
      'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE',
      'bad_certificate',
    ],
  ] as const)('tells the server of %s', async (_, options, tls, code, alert) => {
    let tell: (code: string | undefined) => void = () => {}
    const told = new Promise<string | undefined>((resolve) => (tell = resolve))
    const onSocket = (socket: TLSSocket): void =>
      void socket.on('error', (error: NodeJS.ErrnoException) => tell(error.code))
    const port = await serve(onSocket, { ...old, ...rsa })
    const { failure } = await client({ legacyVersions: true, ...options })(port, { minVersion: 'tls1', ...tls })
    expect(failure?.alert).toBe(alert)
    expect((await told)?.replace('SSLV3', 'SSL/TLS')).toBe(code)
  })

  it('reports that forge cannot read a certificate signed by ECDSA', async () => {
    const signed = identity('rsa2048', 'localhost')
    const port = await serve(echo, { ...old, ...signed })
    const { result, failure } = await client({ legacyVersions: true })(port, { minVersion: 'tls1' })
    expect(result).toBe(NetError.ERR_SSL_SERVER_CERT_BAD_FORMAT)
    expect(failure?.reason).toContain('RSA')
  })

  it('also accepts its cipher suites in TLS 1.2', async () => {
    const port = await serve(echo, { ...rsa, maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' })
    const { connection, stream } = await client({ legacyVersions: true, ca: rsaCa })(port, { minVersion: 'tls1' })
    expect([connection?.version, connection?.cipherSuite]).toEqual(['tls1.2', 'TLS_RSA_WITH_AES_128_CBC_SHA'])
    stream?.close()
    const without = await client({ legacyVersions: true, ca: rsaCa })(port)
    expect(without.result).toBe(NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH)
  })
})
