/**
 * TLS providers refuse a server of TLS 1.2 that asks for another handshake, because the server could show another
 * certificate in it. Chromium 156 answers with the alert no_renegotiation. It then reads the data that came before, and
 * then the end.
 */
import { describe, expect, test } from 'vitest'
import {
  NetError,
  readBytes,
  type ByteStream,
  type Endpoint,
  type NetResult,
  type TlsProvider,
} from '@chrome-socket/api/backend'
import { hasOpenssl, startRenegotiatingServer, type RenegotiatingServer } from '../peers/renegotiating-server.ts'

/** A TLS provider that has to refuse renegotiation. */
export interface RenegotiationSubject {
  /** Makes the provider, which trusts this authority, in PEM. */
  readonly provider: (authority: string) => TlsProvider
  /** Opens the connection below TLS. */
  readonly connect: (to: Endpoint) => Promise<ByteStream>
}

/**
 * Adds a test for each TLS provider: the provider must refuse another handshake. The tests are skipped without
 * `openssl`, which is the server.
 * @param subjects by the names that the tests show
 * @errors Cannot fail.
 * @example
 * import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
 * import { connectWith } from '@chrome-socket/conformance/contract/node-subject'
 * import { runRenegotiation } from '@chrome-socket/conformance/vitest'
 *
 * runRenegotiation({ nodeTls: { provider: (ca) => nodeTls({ ca }), connect: connectWith(nodeBackend()) } })
 */
export function runRenegotiation(subjects: Readonly<Record<string, RenegotiationSubject>>): void {
  describe.skipIf(!hasOpenssl)(`renegotiation${hasOpenssl ? '' : ': there is no openssl'}`, () => {
    test.each(Object.entries(subjects))('is refused by %s', async (_, { provider, connect }) => {
      const server = await startRenegotiatingServer()
      const inner = await connect({ address: '127.0.0.1', port: server.port })
      const { text, result } = await talk(provider(server.authority), inner, server)
      expect(text).toBe('before\n')
      expect(result).toBeLessThanOrEqual(0)
      await expect.poll(() => server.output()).toContain('no renegotiation')
      await server.close()
    })
  })
}

/**
 * Resolves with the text that a client reads before the server asks for another handshake, and the result of the next
 * read.
 */
async function talk(
  provider: TlsProvider,
  inner: ByteStream,
  server: RenegotiatingServer,
): Promise<{ text: string; result: NetResult }> {
  const stream = await new Promise<ByteStream>((resolve, reject) => {
    provider.secure(inner, { serverName: 'localhost' }, (result, secured) => {
      if (secured === undefined || result !== NetError.OK) reject(new Error(`not secured: ${result}`))
      else resolve(secured)
    })
  })
  const read = (): Promise<{ result: NetResult; bytes: Uint8Array }> =>
    new Promise((resolve) => {
      readBytes(stream, 100, (result, bytes) => resolve({ result, bytes }))
    })
  server.say('before')
  const { bytes } = await read()
  server.askAgain()
  const { result } = await read()
  stream.close()
  return { text: new TextDecoder().decode(bytes), result }
}
