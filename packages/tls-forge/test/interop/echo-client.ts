/**
 * Makes a handshake with an echo server and sends data in both directions, then does the same with the session
 * resumed.
 */
import { readBytes } from '@chrome-socket/api/backend'
import { readFileSync } from 'node:fs'
import type { ByteStream } from '@chrome-socket/api/backend'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { pureCrypto } from '../../src/crypto/pure.ts'
import type { CryptoProvider } from '../../src/crypto/provider.ts'
import { webCrypto } from '../../src/crypto/web.ts'
import { forgeTls } from '../../src/forge-tls.ts'
import type { SecureConnection } from '@chrome-socket/x509'
import { connect } from '../support/net-stream.ts'

export const providers: Readonly<Record<string, () => CryptoProvider>> = {
  WebCrypto: () => webCrypto(),
  JavaScript: () => pureCrypto(),
  'node:crypto': () => nodeCrypto(),
}

export interface EchoJob {
  readonly port: number
  /** The path of a PEM file. */
  readonly ca: string
  readonly crypto: string
  readonly reverses: boolean
  readonly legacyCipherSuites: boolean
}

export interface EchoResult {
  /** The failure in words. Empty if there was none. */
  readonly failure: string
  /** The results of the first and the second handshake. */
  readonly connections: readonly SecureConnection[]
}

export async function runEcho({ port, ca, crypto, reverses, legacyCipherSuites }: EchoJob): Promise<EchoResult> {
  const connections: SecureConnection[] = []
  let reason = ''
  const provider = forgeTls({
    ca: readFileSync(ca, 'utf8'),
    crypto: (providers[crypto] ?? webCrypto)(),
    legacyCipherSuites,
    onSecure: (connection) => connections.push(connection),
    onFailure: (failure) => (reason = `${failure.error} ${failure.reason}`),
  })
  for (const round of [1, 2]) {
    const inner = await connect(port)
    const stream = await new Promise<ByteStream | undefined>((resolve) => {
      provider.secure(inner, { serverName: 'localhost' }, (_, secured) => resolve(secured))
    })
    if (stream === undefined) return { failure: `connection ${round}: ${reason}`, connections }
    const text = 'x'.repeat(1000) + round
    await new Promise((resolve) => {
      stream.write(new TextEncoder().encode(`${text}\n`), resolve)
    })
    const answer = await readLine(stream)
    stream.close()
    const expected = reverses ? text.split('').toReversed().join('') : text
    if (answer !== expected)
      return { failure: `connection ${round}: ${answer.length} other bytes came back`, connections }
  }
  return { failure: '', connections }
}

async function readLine(stream: ByteStream): Promise<string> {
  let text = ''
  while (!text.includes('\n')) {
    const bytes = await new Promise<Uint8Array>((resolve) => {
      readBytes(stream, 4096, (_, read) => resolve(read))
    })
    if (bytes.length === 0) break
    text += new TextDecoder().decode(bytes)
  }
  return text.trimEnd()
}
