/**
 * TLS 1.0 and 1.1 by forge, for those who ask for them, against Node's server; and one ClientHello for all versions.
 */
import type { TLSSocket, SecureVersion } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { NetError, type TlsOptions } from '@chrome-socket/api'
import { client, identity, read, readAll, rsaCa, rsaRoot, serve, write, type TestServer } from './support/secure.ts'

const servers: TestServer[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const rsa = identity('rsa2048', 'localhost', rsaRoot)
const echo = (socket: TLSSocket): void => void socket.pipe(socket)

async function started(version: SecureVersion, onSocket = echo): Promise<number> {
  const ciphers = version === 'TLSv1.3' ? undefined : 'ALL:@SECLEVEL=0'
  const server = await serve(onSocket, {
    cert: rsa.cert,
    key: rsa.key,
    minVersion: version,
    maxVersion: version,
    ...(ciphers && { ciphers }),
  })
  servers.push(server)
  return server.port
}

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

  it('checks the name and the authority, and the end of what is said', async () => {
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
})
