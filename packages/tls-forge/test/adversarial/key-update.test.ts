/**
 * KeyUpdate (RFC 8446, section 4.6.3): no key may come into use twice, and no server can have answers pile up here.
 */
import { describe, expect, it } from 'vitest'
import { HandshakeContext } from '../../src/handshake/context.ts'
import { KeySchedule13 } from '../../src/handshake/key-schedule-13.ts'
import { receiveKeyUpdate, updateWriteKey } from '../../src/handshake/post-handshake-13.ts'
import { toHex } from '../../src/wire/bytes.ts'
import type { CipherSuite13 } from '../../src/wire/cipher-suites.ts'
import { clientOptions, crypto } from '../support/conversation.ts'

const secret = new Uint8Array(32).fill(7)

/** A connection of TLS 1.3 whose keys are made asynchronously, as by WebCrypto. */
function connected(): { context: HandshakeContext; keys: string[]; sent: (() => void)[] } {
  const keys: string[] = []
  const sent: (() => void)[] = []
  const options = clientOptions({
    crypto: {
      ...crypto,
      async aead(name, key) {
        keys.push(toHex(key))
        await Promise.resolve()
        return crypto.aead(name, key)
      },
    },
  })
  const context = new HandshakeContext(options, {
    send: (_, done) => sent.push(done ?? (() => {})),
    sendChangeCipherSpec: () => {},
    protectWrites: () => {},
    protectReads: () => {},
    agreeOn: () => {},
    isDrained: () => true,
    secured: () => {},
  })
  const suite = options.suites.find(({ id }) => id === 0x1301) as CipherSuite13
  const schedule = new KeySchedule13(crypto, 'sha256')
  context.secrets13 = { schedule, suite, client: secret, server: secret.slice().fill(9), resumption: undefined }
  return { context, keys, sent }
}

const keyUpdate = (request: number): Parameters<typeof receiveKeyUpdate>[1] => ({
  name: 'key_update',
  body: Uint8Array.of(request),
  raw: Uint8Array.of(24, 0, 0, 1, request),
})

describe('our key', () => {
  it('is another one each time, also when two renewals come at once', async () => {
    const { context, keys } = connected()
    await Promise.all([updateWriteKey(context), updateWriteKey(context), updateWriteKey(context)])
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(3)
    const { schedule, client } = context.secrets13!
    expect(client).toEqual(schedule.update(schedule.update(schedule.update(secret))))
  })

  it('is renewed once for all wishes that come before the answer has left', async () => {
    const { context, sent } = connected()
    for (let wishes = 0; wishes < 10; wishes += 1) await receiveKeyUpdate(context, keyUpdate(1))
    expect(sent).toHaveLength(1)
    sent[0]!()
    await receiveKeyUpdate(context, keyUpdate(1))
    expect(sent).toHaveLength(2)
  })
})
