/**
 * Tests forge's engine of TLS 1.0 and 1.1 against forge's own server, in memory: with reads of any length, and with
 * an end that comes while the certificate is still being checked.
 */
import { NetError } from '@chrome-socket/api/backend'
import forge from 'node-forge'
import { describe, expect, it } from 'vitest'
import { concatenate } from '../src/bytes/bytes.ts'
import { ForgeEngine } from '../src/legacy/forge-engine.ts'
import { clientOptions } from './support/conversation.ts'
import { identity, rsaRoot } from './support/secure.ts'

const toBinary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const toBytes = (binary: string): Uint8Array => new Uint8Array(Buffer.from(binary, 'latin1'))
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const { cert, key } = identity('rsa2048', 'server.test', rsaRoot)

interface ForgeServer {
  process(data: string): void
  prepare(data: string): void
}

/** Makes a client and a server, whose records wait in `fromServer`. */
function pair(verifyPeer = clientOptions().verifyPeer): {
  engine: ForgeEngine
  server: ForgeServer
  fromServer: Uint8Array[]
} {
  const fromServer: Uint8Array[] = []
  const server = forge.tls.createConnection({
    server: true,
    getCertificate: () => cert,
    getPrivateKey: () => forge.pki.privateKeyToPem(forge.pki.privateKeyFromPem(key)),
    connected: () => {},
    tlsDataReady(connection: { tlsData: forge.util.ByteStringBuffer }) {
      fromServer.push(toBytes(connection.tlsData.getBytes()))
    },
    dataReady: () => {},
    closed: () => {},
    error: () => {},
  } as unknown as Parameters<typeof forge.tls.createConnection>[0]) as unknown as ForgeServer
  const engine = new ForgeEngine(
    clientOptions({ verifyPeer }),
    { min: 'tls1', max: 'tls1.1', excludesModern: true },
    {
      output(bytes, sent) {
        server.process(toBinary(bytes))
        sent()
      },
      changed: () => {},
    },
  )
  return { engine, server, fromServer }
}

async function handshake({ engine, fromServer }: ReturnType<typeof pair>): Promise<void> {
  engine.start()
  while (fromServer.length > 0) engine.receive(concatenate(...fromServer.splice(0)))
  await turn()
}

const text = Uint8Array.from({ length: 400_000 }, (_, index) => index % 251)

describe('the engine of TLS 1.0 and 1.1', () => {
  it('returns 400 KB in one read', async () => {
    const both = pair()
    await handshake(both)
    const { engine, server, fromServer } = both
    for (let at = 0; at < text.length; at += 16_384) server.prepare(toBinary(text.subarray(at, at + 16_384)))
    engine.receive(concatenate(...fromServer.splice(0)))
    expect(engine.fault?.message).toBe(undefined)
    const taken: Uint8Array[] = []
    while (engine.isReadable(1)) taken.push(engine.take(1_000_000))
    expect(Buffer.compare(concatenate(...taken), text)).toBe(0)
  })

  it.each([
    ['an end', 0, 'ended'],
    ['a reset', NetError.ERR_CONNECTION_RESET, 'failed'],
  ])('gives data first, then %s, when both come during the check of the certificate', async (_, end, state) => {
    let accept: () => void = () => {}
    const both = pair(
      () => new Promise((resolve) => (accept = () => resolve({ ok: true, expiresAt: Number.MAX_SAFE_INTEGER }))),
    )
    await handshake(both)
    const { engine, server, fromServer } = both
    server.prepare('hello')
    engine.receive(concatenate(...fromServer.splice(0)))
    if (end === 0) engine.receiveEnd()
    else engine.receiveFailure(end)
    expect([engine.state, engine.isReadable(10), engine.take(10).length]).toEqual(['handshake', false, 0])
    accept()
    await turn()
    expect([engine.state, toBinary(engine.take(10)), engine.fault?.netError]).toEqual([
      state,
      'hello',
      end || undefined,
    ])
  })
})
