/**
 * Tests which sessions are kept, and which must not be used again (RFC 5246, section 7.2.2; RFC 8446, sections 4.6.1
 * and 6.2).
 */
import { describe, expect, it } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import { SessionCache } from '../../src/handshake/session.ts'
import { peerVerifier } from '../../src/peer-verifier.ts'
import { encodeAlert } from '../../src/wire/alert.ts'
import { encodeMessage } from '../../src/wire/handshake-message.ts'
import { contentType } from '../../src/records/record.ts'
import { Writer } from '../../src/wire/writer.ts'
import { parseTrustAnchors } from '@chrome-socket/x509'
import { converse, crypto } from '../support/conversation.ts'
import { anchor, leaf } from '../support/identity.ts'
import type { Piece } from '../support/messages.ts'
import { Server12 } from '../support/server-12.ts'
import { Server13 } from '../support/server-13.ts'

const { handshake, alert } = contentType
const ticketOf = (lifetime: number, ticket: readonly number[] = [7, 8]): Piece => {
  const body = new Writer().u32(lifetime).u32(1).vector(1, Uint8Array.of(1)).vector(2, Uint8Array.from(ticket)).u16(0)
  return { type: handshake, content: encodeMessage('new_session_ticket', body.finish()) }
}
const fatal: Piece = { type: alert, content: encodeAlert('internal_error') }
const closing: Piece = { type: alert, content: encodeAlert('close_notify') }
const unexpected: Piece = { type: handshake, content: encodeMessage('hello_request', new Uint8Array(0)) }

/**
 * Returns the number of sessions that are left at `time`, after a connection with a TLS 1.3 server that sends `after`
 * after the handshake.
 */
async function kept(after: readonly Piece[], time = 2000, expiresAt = Number.MAX_SAFE_INTEGER): Promise<number> {
  const sessions = new SessionCache().store('x')
  await converse(new Server13({ after }), {
    sessions,
    now: () => 1000,
    verifyPeer: () => Promise.resolve({ ok: true, expiresAt }),
  })
  let count = 0
  while (sessions.take(time) !== undefined) count += 1
  return count
}

describe('a session of TLS 1.3', () => {
  it.each([
    ['is kept', [ticketOf(60)], 1],
    ['is kept when the server closes', [ticketOf(60), closing], 1],
    ['is not kept when its lifetime is 0', [ticketOf(0)], 0],
    ['is dropped when the server fails', [ticketOf(60), ticketOf(60), fatal], 0],
    ['is dropped when the connection fails here', [ticketOf(60), unexpected], 0],
    ['is one of at most four', Array.from({ length: 50 }, () => ticketOf(60)), 4],
  ] as const)('%s', async (_, after, count) => {
    expect(await kept(after)).toBe(count)
  })

  it.each([
    ['its lifetime', [ticketOf(60)], 61_000, Number.MAX_SAFE_INTEGER],
    ['seven days, whatever the server says', [ticketOf(2 ** 32 - 1)], 1000 + 604_800_000, Number.MAX_SAFE_INTEGER],
    ['the certificates', [ticketOf(604_800)], 50_000, 50_000],
  ] as const)('ends with %s', async (_, after, end, expiresAt) => {
    expect([await kept(after, end - 1, expiresAt), await kept(after, end, expiresAt)]).toEqual([1, 0])
  })

  it('is not used before the time of its receipt, if the clock was set back', async () => {
    expect(await kept([ticketOf(60)], 999)).toBe(0)
  })
})

it('a session of TLS 1.2 is dropped when the server fails', async () => {
  const ticket = Uint8Array.of(0, 0, 1, 0, 0, 2, 7, 8)
  const left: boolean[] = []
  for (const after of [[closing], [fatal]]) {
    const sessions = new SessionCache().store('x')
    await converse(new Server12({ ticket, after }), { sessions, now: () => 1000 })
    left.push(sessions.take(2000) !== undefined)
  }
  expect(left).toEqual([true, false])
})

it('a check of certificates that throws gives a verdict, and no unhandled rejection', async () => {
  const options = {
    now: () => {
      throw new Error('no clock')
    },
  }
  const verify = peerVerifier(options, parseTrustAnchors(anchor.certificate), crypto)
  expect(await verify([leaf], 'server.test')).toMatchObject({ ok: false, error: NetError.ERR_FAILED })
})
