/**
 * Tests deviations of a TLS 1.2 server that a client must accept (RFC 5246, RFC 5077), or that Chromium accepts.
 */
import { describe, expect, it } from 'vitest'
import type { ClientOptions } from '../src/handshake/context.ts'
import { SessionCache } from '../src/handshake/session.ts'
import { encodeAlert } from '../src/wire/alert.ts'
import { contentType } from '../src/records/record.ts'
import { offering12, sessionId } from './faults/offered-session.ts'
import { alert, cutInto, data, message, none, repeated, withExtensions } from './support/alterations.ts'
import { converse } from './support/conversation.ts'
import { Server12, type Script12 } from './support/server-12.ts'

const tolerated: readonly (readonly [what: string, script: Script12, client?: Partial<ClientOptions>])[] = [
  ['no deviation', {}],
  ['no extensions but the required ones', { hello: withExtensions() }],
  ['a session ID of its own', { hello: (f) => ({ ...f, sessionId }) }],
  ['a session that it does not resume', { hello: (f) => ({ ...f, sessionId: sessionId.slice(1) }) }, offering12()],
  [
    'supported_groups in the ServerHello, as some BigIPs send it',
    { hello: withExtensions(['supported_groups', Uint8Array.of(0, 2, 0, 23)]) },
  ],
  ['an empty server_name', { hello: withExtensions(['server_name', none]) }],
  ['point formats', { hello: withExtensions(['ec_point_formats', Uint8Array.of(3, 1, 0, 2)]) }],
  [
    'an application protocol that was offered',
    { hello: withExtensions(['alpn', Uint8Array.of(0, 3, 2, 104, 50)]) },
    { alpnProtocols: ['h2'] },
  ],
  ['a flight in records of a byte', { plain: cutInto(1) }],
  ['empty records between', { plain: (all) => all.flatMap((piece) => [{ ...piece, content: none }, piece]) }],
  ['32 empty records of data', { after: [...repeated(32, { ...data, content: none }), data] }],
  ['four warnings', { after: [...repeated(4, { type: contentType.alert, content: Uint8Array.of(1, 112) }), data] }],
  ['content of 2^14 bytes before data', { after: [{ ...data, content: new Uint8Array(16_384) }, data] }],
  [
    'close_notify after the data',
    { after: [data, { type: contentType.alert, content: encodeAlert('close_notify') }, data] },
  ],
]

describe('a server of TLS 1.2 is accepted with', () => {
  it.for(tolerated)('%s', async ([, script, client]) => {
    const outcome = await converse(new Server12({ after: [data], ...script }), client)
    const last = outcome.data.subarray(-3)
    expect([outcome.fault?.message, outcome.secured, last]).toEqual([undefined, true, data.content])
  })
})

describe('a server of TLS 1.2', () => {
  it('may send a warning, as for an unknown name, and HelloRequests during the handshake', async () => {
    const server = new Server12({
      plain: (all) => [alert(1, 112), ...all.slice(0, 1), message('hello_request', none), ...all.slice(1)],
    })
    expect((await converse(server)).secured).toBe(true)
  })

  it('may announce a ticket and send an empty one', async () => {
    const sessions = new SessionCache().store('x')
    const outcome = await converse(new Server12({ ticket: new Uint8Array(6) }), { sessions })
    expect([outcome.secured, sessions.take(Date.now())]).toEqual([true, undefined])
  })

  it('sends a ticket that is kept with its lifetime', async () => {
    const sessions = new SessionCache().store('x')
    const ticket = Uint8Array.of(0, 0, 1, 0, 0, 2, 7, 8)
    await converse(new Server12({ ticket }), { sessions, now: () => 1_000_000 })
    const session = sessions.take(1_000_001)
    expect([session?.ticket, session?.expiresAt]).toEqual([Uint8Array.of(7, 8), 1_000_000 + 256_000])
  })
})
