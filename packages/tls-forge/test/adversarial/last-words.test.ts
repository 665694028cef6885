/**
 * How a connection ends while something is still under way: the alert leaves before the connection beneath is closed
 * (RFC 8446, section 6.2), and a step of the handshake that goes on says nothing more (section 6.1).
 */
import { readBytes, type Reader } from '@chrome-socket/api/backend'
import { afterMicrotasks, NetError, type ByteStream } from '@chrome-socket/api/backend'
import { describe, expect, it } from 'vitest'
import { webCrypto } from '../../src/crypto/web.ts'
import { forgeTls } from '../../src/forge-tls.ts'
import { concatenate } from '../../src/wire/bytes.ts'
import { encodeMessage } from '../../src/wire/handshake-message.ts'
import { TlsEngine } from '../../src/engine.ts'
import { contentType, RecordReader } from '../../src/wire/record.ts'
import { clientOptions, type ScriptedServer } from '../support/conversation.ts'
import { anchor } from '../support/identity.ts'
import { Server13 } from '../support/server-13.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const crypto = webCrypto()

/** A connection to `server`, which may close its side right after its first answer. */
function streamTo(server: ScriptedServer, endsAtOnce = false): { stream: ByteStream; isClosed: () => boolean } {
  const incoming: Uint8Array[] = []
  let pending: Reader | undefined
  let closed = false
  let ended = false
  const deliver = (): void => {
    if (pending === undefined || (incoming.length === 0 && !ended)) return
    const reader = pending
    pending = undefined
    const bytes = new Uint8Array(incoming.shift() ?? [])
    afterMicrotasks(() => reader.completeRead(bytes.length, bytes.buffer))
  }
  async function answer(bytes: Uint8Array): Promise<void> {
    const said = await server.receive(bytes)
    if (said.length > 0) incoming.push(said)
    if (said.length > 0 && endsAtOnce) ended = true
    deliver()
  }
  const endpoint = { address: '127.0.0.1', port: 1 }
  return {
    isClosed: () => closed,
    stream: {
      local: endpoint,
      peer: endpoint,
      read(_, done) {
        pending = done
        deliver()
      },
      write(bytes, done) {
        const copy = bytes.slice()
        if (closed) return
        void answer(copy)
        afterMicrotasks(() => done(bytes.length))
      },
      close: () => (closed = true),
    },
  }
}

describe('the last words', () => {
  it('reach a server that has closed its own side already', async () => {
    const server = new Server13({ finished: (body) => body.map((byte) => byte ^ 1) })
    const { stream, isClosed } = streamTo(server, true)
    const provider = forgeTls({ ca: anchor.certificate, crypto, now: () => Date.UTC(2026, 5, 15) })
    const result = await new Promise((resolve) => {
      provider.secure(stream, { serverName: 'server.test' }, resolve)
    })
    await expect.poll(isClosed).toBe(true)
    expect([result, server.alert]).toEqual([NetError.ERR_SSL_PROTOCOL_ERROR, 'decrypt_error'])
  })

  it('are reported too when the connection fails after the handshake', async () => {
    const failures: (string | undefined)[] = []
    const after = [{ type: contentType.handshake, content: encodeMessage('hello_request', new Uint8Array(0)) }]
    const server = new Server13({ after })
    const { stream } = streamTo(server)
    const provider = forgeTls({
      ca: anchor.certificate,
      crypto,
      now: () => Date.UTC(2026, 5, 15),
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

  it.each(['close', 'receiveFailure'] as const)('are the last, whatever step goes on (%s)', async (how) => {
    const server = new Server13()
    const toServer: Uint8Array[] = []
    let secured = false
    let failed = 0
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
        data: () => {},
        taken: () => {},
        secured: () => (secured = true),
        ended: () => {},
        failed: () => (failed += 1),
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
    // The compatibility ChangeCipherSpec, and a protected close_notify.
    expect(types.filter((type) => type === contentType.applicationData)).toHaveLength(how === 'close' ? 1 : 0)
    expect([secured, failed]).toEqual([false, how === 'close' ? 0 : 1])
  })
})
