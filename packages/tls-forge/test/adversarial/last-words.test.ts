/**
 * Tests the end of a connection during another step: the alert leaves before the connection beneath is closed (RFC
 * 8446, section 6.2), and a step of the handshake that is still running sends nothing more (section 6.1).
 */
import { NetError, readBytes, type ByteStream } from '@chrome-socket/api/backend'
import { describe, expect, it } from 'vitest'
import { webCrypto } from '../../src/crypto/web.ts'
import { forgeTls } from '../../src/forge-tls.ts'
import { concatenate } from '../../src/bytes/bytes.ts'
import { encodeMessage } from '../../src/wire/handshake-message.ts'
import { TlsEngine } from '../../src/engine/tls-engine.ts'
import { contentType } from '../../src/records/record.ts'
import { RecordReader } from '../../src/records/record-reader.ts'
import { clientOptions } from '../support/conversation.ts'
import { transportTo } from '../support/scripted-transport.ts'
import { anchor } from '../support/identity.ts'
import { Server13 } from '../support/server-13.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const crypto = webCrypto()

describe('the last alert', () => {
  it('reaches a server that has already closed its own side', async () => {
    const server = new Server13({ finished: (body) => body.map((byte) => byte ^ 1) })
    const { stream, isClosed } = transportTo(server, { endAfter: 1 })
    const provider = forgeTls({ ca: anchor.certificate, crypto })
    const result = await new Promise((resolve) => {
      provider.secure(stream, { serverName: 'server.test' }, resolve)
    })
    await expect.poll(isClosed).toBe(true)
    expect([result, server.alert]).toEqual([NetError.ERR_SSL_PROTOCOL_ERROR, 'decrypt_error'])
  })

  it('is reported when the connection fails after the handshake', async () => {
    const failures: (string | undefined)[] = []
    const after = [{ type: contentType.handshake, content: encodeMessage('hello_request', new Uint8Array(0)) }]
    const server = new Server13({ after })
    const { stream } = transportTo(server)
    const provider = forgeTls({
      ca: anchor.certificate,
      crypto,
      onFailure: ({ alert }) => failures.push(alert),
    })
    const secured = await new Promise<ByteStream | undefined>((resolve) => {
      provider.secure(stream, { serverName: 'server.test' }, (_, found) => resolve(found))
    })
    const read = new Promise((resolve) => secured && readBytes(secured, 100, resolve))
    expect(await read).toBe(NetError.ERR_SSL_PROTOCOL_ERROR)
    expect(failures).toEqual(['unexpected_message'])
    await expect.poll(() => server.alert).toBe('unexpected_message')
    secured?.close()
  })

  it.each(['close', 'receiveFailure'] as const)('is the last record, whichever step is running (%s)', async (how) => {
    const server = new Server13()
    const toServer: Uint8Array[] = []
    const seen: string[] = []
    const engine: TlsEngine = new TlsEngine(
      clientOptions({
        verifyPeer: async () => {
          await turn()
          if (how === 'close') engine.close(() => {})
          else engine.receiveFailure(NetError.ERR_CONNECTION_RESET)
          return { ok: true, expiresAt: Number.MAX_SAFE_INTEGER }
        },
      }),
      {
        output(bytes, sent) {
          toServer.push(bytes)
          sent()
        },
        changed: () => {
          if (engine.state !== seen.at(-1)) seen.push(engine.state)
        },
      },
    )
    engine.start()
    for (let turns = 0; toServer.length === 0 && turns < 100; turns += 1) await turn()
    engine.receive(await server.receive(concatenate(...toServer.splice(0))))
    for (let turns = 0; turns < 100; turns += 1) await turn()
    const records = new RecordReader()
    records.push(concatenate(...toServer))
    const types: number[] = []
    for (;;) {
      const record = records.next({ isProtected: false, maxLength: 20_000 })
      if (record === undefined) break
      types.push(record.type)
    }
    // Expects the ChangeCipherSpec for middleboxes, and a protected close_notify.
    expect(types.filter((type) => type === contentType.applicationData)).toHaveLength(how === 'close' ? 1 : 0)
    const failed = seen.filter((state) => state === 'failed').length
    expect([seen.includes('open'), failed]).toEqual([false, how === 'close' ? 0 : 1])
  })
})
