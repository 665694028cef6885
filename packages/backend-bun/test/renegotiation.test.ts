/** A server of TLS 1.2 that asks for another handshake is refused, as in Chromium. */
import { describe, expect, it } from 'vitest'
import { hasOpenssl, startRenegotiatingServer, talk } from '../../conformance/test/contract/renegotiating-server.ts'
import { bunTls } from '../src/index.ts'
import { describeInBun, foreign } from './in-bun.ts'

describeInBun('renegotiation', (backend) => {
  describe.skipIf(!hasOpenssl)(`with OpenSSL${hasOpenssl ? '' : ': it is not there'}`, () => {
    it.each([
      ['a Bun socket', undefined],
      ['a stream of another kind', foreign],
    ])('is refused over %s', async (_, wrap) => {
      const server = await startRenegotiatingServer()
      const { text, result } = await talk(bunTls({ ca: server.authority }), backend, server, wrap)
      expect(text).toBe('before\n')
      expect(result).toBeLessThanOrEqual(0)
      await expect.poll(() => server.output()).toContain('no renegotiation')
      await server.close()
    })
  })
})
