/// <reference lib="dom" />
// WebCrypto's types, which the sources of tls-forge name.
/**
 * A server of TLS 1.2 that asks for another handshake is refused. Chromium 156 answers with the alert no_renegotiation, and
 * then reads as much as came before, and the end.
 */
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import { forgeTls } from '@chrome-socket/tls-forge'
import { describe, expect, it } from 'vitest'
import { hasOpenssl, startRenegotiatingServer, talk } from './renegotiating-server.ts'

describe.skipIf(!hasOpenssl)(`renegotiation${hasOpenssl ? '' : ': there is no openssl'}`, () => {
  it.each([
    ['nodeTls', nodeTls],
    ['forgeTls', forgeTls],
  ])('is refused by %s', async (_, makeProvider) => {
    const server = await startRenegotiatingServer()
    const { text, result } = await talk(makeProvider({ ca: server.authority }), nodeBackend(), server)
    expect(text).toBe('before\n')
    expect(result).toBeLessThanOrEqual(0)
    await expect.poll(() => server.output()).toContain('no renegotiation')
    await server.close()
  })
})
