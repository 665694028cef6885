/**
 * Tests KeyUpdate (RFC 8446, section 4.6.3): no key is used twice, and a server cannot make answers pile up.
 */
import { describe, expect, it } from 'vitest'
import { KeySchedule13 } from '../../src/handshake/key-schedule-13.ts'
import { TrafficKey13 } from '../../src/handshake/traffic-keys-13.ts'
import { toHex } from '../../src/bytes/bytes.ts'
import type { CipherSuite13 } from '../../src/wire/cipher-suites.ts'
import { encodeMessage } from '../../src/wire/handshake-message.ts'
import { contentType } from '../../src/records/record.ts'
import { KeyUpdateSender } from '../../src/engine/key-update-sender.ts'
import type { CryptoProvider } from '../../src/crypto/provider.ts'
import { clientOptions, converse, crypto, silent } from '../support/conversation.ts'
import type { Piece } from '../support/messages.ts'
import { Server13 } from '../support/server-13.ts'

const secret = new Uint8Array(32).fill(7)

/** Returns our key of TLS 1.3, over cryptography that is asynchronous like WebCrypto. */
function slowKey(): { key: TrafficKey13; schedule: KeySchedule13; keys: string[] } {
  const keys: string[] = []
  const slow: CryptoProvider = {
    ...crypto,
    async aead(name, key) {
      keys.push(toHex(key))
      await Promise.resolve()
      return crypto.aead(name, key)
    },
  }
  const suite = clientOptions().suites.find(({ id }) => id === 0x1301) as CipherSuite13
  const schedule = new KeySchedule13(crypto, 'sha256')
  return { key: new TrafficKey13(slow, suite, schedule, secret), schedule, keys }
}

describe('our key', () => {
  it('is new each time, also if two updates come at once', async () => {
    const { key, schedule, keys } = slowKey()
    const faults: unknown[] = []
    const sender = { isDataWaiting: false, hold: () => {} }
    const updates = new KeyUpdateSender(key, silent, sender, (fault) => faults.push(fault))
    for (let count = 0; count < 3; count += 1) updates.renew()
    const third = schedule.update(schedule.update(schedule.update(secret)))
    await expect.poll(() => key.secret).toEqual(third)
    expect([keys.length, new Set(keys).size, faults]).toEqual([3, 3, []])
  })

  /** The parameter says whether the cryptography takes a turn for each key. */
  it.each([true, false])(
    'is updated once for all requests that come while we are silent, before our next data',
    async (isSlow) => {
      const wish = { type: contentType.handshake, content: encodeMessage('key_update', Uint8Array.of(1)) }
      const data = (text: string): Piece => ({ type: contentType.applicationData, content: Buffer.from(text) })
      const server = new Server13({
        after: [...Array.from({ length: 10 }, () => wish), data('one'), wish, data('two')],
      })
      const slow: CryptoProvider = {
        ...crypto,
        async aead(name, key) {
          await Promise.resolve()
          return crypto.aead(name, key)
        },
      }
      const outcome = await converse(server, isSlow ? { crypto: slow } : {}, { echo: true })
      expect([outcome.fault?.message, server.keyUpdates, server.received]).toEqual([undefined, 2, 'onetwo'])
    },
  )

  it('is not updated for a request while we are silent', async () => {
    const wish = { type: contentType.handshake, content: encodeMessage('key_update', Uint8Array.of(1)) }
    const server = new Server13({ after: [wish] })
    const outcome = await converse(server)
    expect([outcome.fault?.message, server.keyUpdates]).toEqual([undefined, 0])
  })

  it('is updated once while our data does not leave', async () => {
    const wish = { type: contentType.handshake, content: encodeMessage('key_update', Uint8Array.of(1)) }
    const server = new Server13({ after: Array.from({ length: 20 }, () => wish) })
    const outcome = await converse(server, {}, { write: new Uint8Array(2 ** 20), isStuck: true })
    expect([outcome.fault?.message, server.keyUpdates]).toEqual([undefined, 1])
  })
})
