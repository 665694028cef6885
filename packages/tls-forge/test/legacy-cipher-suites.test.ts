/**
 * Tests `legacyCipherSuites` against Node's server: off by default, never before the other suites, and only with a
 * key that is allowed for it (RFC 5246, section 7.4.2; BoringSSL's tests RSAKeyUsage-Client-*). `interop.test.ts` has
 * each suite by each crypto provider.
 */
import { describe, expect, it } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import { client, echo, read, rsaCa, rsaRoot, serve, write } from './support/secure.ts'
import { alternativeNames, dnsName, issue, keyUsage, makeKey } from '@chrome-socket/x509/issuing'
import { pem } from '@chrome-socket/x509/issuing'

const digitalSignature = 0
const keyEncipherment = 2
const key = makeKey('rsa2048')
const day = 86_400_000

async function started(ciphers: string, ...usages: readonly number[]): Promise<number> {
  const certificate = issue({
    subject: 'localhost',
    issuer: rsaRoot.subject,
    signer: rsaRoot.key,
    key,
    extensions: [alternativeNames(dnsName('localhost')), keyUsage(...usages)],
    notBefore: Date.now() - day,
    notAfter: Date.now() + day,
  })
  return serve(echo, {
    cert: pem(certificate),
    key: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    maxVersion: 'TLSv1.2',
    ciphers,
    honorCipherOrder: false,
  })
}

const secure = client({ ca: rsaCa, legacyCipherSuites: true })

describe('legacyCipherSuites', () => {
  it.each(['AES128-SHA', 'AES256-GCM-SHA384', 'ECDHE-RSA-AES128-SHA'])('is off for %s', async (ciphers) => {
    const port = await started(ciphers, digitalSignature, keyEncipherment)
    const { result } = await client({ ca: rsaCa })(port)
    expect(result).toBe(NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH)
  })

  it('carries data of every size', async () => {
    const { stream, connection } = await secure(await started('ECDHE-RSA-AES256-SHA', digitalSignature))
    expect(connection?.cipherSuite).toBe('TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA')
    for (const length of [1, 11, 12, 13, 28, 16_384, 16_385, 100_000]) {
      const data = Buffer.alloc(length, `${length} `)
      const written = write(stream, data)
      const parts: Uint8Array[] = []
      for (let got = 0; got < length; got += parts.at(-1)?.length ?? 0) parts.push((await read(stream))[1])
      expect([length, await written, Buffer.concat(parts).equals(data)]).toEqual([length, length, true])
    }
    stream?.close()
  })

  it('comes last in the order of preference', async () => {
    const { stream, connection } = await secure(
      await started('AES128-SHA:ECDHE-RSA-AES128-GCM-SHA256', digitalSignature, keyEncipherment),
    )
    expect(connection?.cipherSuite).toBe('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256')
    stream?.close()
  })

  it.each([
    ['AES128-SHA', keyEncipherment, NetError.OK],
    ['AES128-SHA', digitalSignature, NetError.ERR_SSL_KEY_USAGE_INCOMPATIBLE],
    ['ECDHE-RSA-AES128-SHA', digitalSignature, NetError.OK],
    ['ECDHE-RSA-AES128-SHA', keyEncipherment, NetError.ERR_SSL_KEY_USAGE_INCOMPATIBLE],
  ] as const)('with %s and a key for the usage %i ends in %i', async (ciphers, usage, expected) => {
    const { result, stream, failure } = await secure(await started(ciphers, usage))
    expect([result, failure?.alert]).toEqual([expected, expected === NetError.OK ? undefined : 'illegal_parameter'])
    stream?.close()
  })
})
