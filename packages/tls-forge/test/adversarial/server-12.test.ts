/**
 * More faults of a server of TLS 1.2, as suites for clients try them, each with its alert. Alerts: RFC 5246 and those
 * named; where they leave room, BoringSSL's. See also `alerts-12.test.ts`.
 */
import { describe, expect, it } from 'vitest'
import type { ClientOptions } from '../../src/handshake/context.ts'
import { SessionCache, type Session } from '../../src/handshake/session.ts'
import { encodeAlert } from '../../src/wire/alert.ts'
import { concatenate } from '../../src/wire/bytes.ts'
import { encodeMessage, type MessageName } from '../../src/wire/handshake-message.ts'
import { contentType } from '../../src/wire/record.ts'
import { Writer } from '../../src/wire/writer.ts'
import { converse } from '../support/conversation.ts'
import { Server12, changeCipherSpec, type Script12 } from '../support/server-12.ts'
import { plainRecord, type ExtensionList, type HelloFields, type Message, type Piece } from '../support/server-13.ts'

const none = new Uint8Array(0)
const { handshake, alert: alertType, applicationData } = contentType
const data: Piece = { type: applicationData, content: Uint8Array.of(1, 2, 3) }
const message = (name: MessageName, body: Uint8Array): Piece => ({
  type: handshake,
  content: encodeMessage(name, body),
})
const more =
  (...extensions: ExtensionList) =>
  (fields: HelloFields): HelloFields => ({ ...fields, extensions: [...fields.extensions, ...extensions] })
const before =
  (name: MessageName, ...added: readonly Message[]) =>
  (messages: readonly Message[]): readonly Message[] =>
    messages.flatMap((found) => (found.name === name ? [...added, found] : [found]))
const changed =
  (name: MessageName, change: (body: Uint8Array) => Uint8Array) =>
  (messages: readonly Message[]): readonly Message[] =>
    messages.map((found) => (found.name === name ? { name, body: change(found.body) } : found))
const twice =
  (name: MessageName) =>
  (messages: readonly Message[]): readonly Message[] =>
    messages.flatMap((found) => (found.name === name ? [found, found] : [found]))
const longer = (body: Uint8Array): Uint8Array => concatenate(body, Uint8Array.of(0))
const shorter = (body: Uint8Array): Uint8Array => body.subarray(0, -1)
const repeated = (count: number, piece: Piece): Piece[] => Array.from({ length: count }, () => piece)
const request = (schemes: readonly number[], authorities: Uint8Array): Message => ({
  name: 'certificate_request',
  body: new Writer().vector(1, Uint8Array.of(64)).vector(2, Uint8Array.from(schemes)).vector(2, authorities).finish(),
})
const parameters = (group: number, key: Uint8Array): Script12 => ({
  parameters: () => new Writer().u8(3).u16(group).vector(1, key).finish(),
})
const cutInto =
  (length: number) =>
  (pieces: readonly Piece[]): readonly Piece[] =>
    pieces.flatMap(({ type, content }) =>
      Array.from({ length: Math.ceil(content.length / length) }, (_, index) => ({
        type,
        content: content.subarray(index * length, (index + 1) * length),
      })),
    )
const sessionId = new Uint8Array(32).fill(5)
const offered: Session = {
  version: 'tls1.2',
  suiteId: 0xc02b,
  secret: new Uint8Array(48).fill(1),
  ticket: none,
  sessionId,
  ageAdd: 0,
  receivedAt: 1000,
  expiresAt: Number.MAX_SAFE_INTEGER,
  peerChain: [],
}
const offering = (session: Partial<Session> = {}): Partial<ClientOptions> => {
  const sessions = new SessionCache().store('x')
  sessions.put({ ...offered, ...session })
  return { sessions }
}

type Case = readonly [what: string, script: Script12, alert: string | undefined, client?: Partial<ClientOptions>]

const refused: readonly Case[] = [
  // ServerHello
  ['status_request, which was not asked for', { hello: more([5, none]) }, 'unsupported_extension'],
  ['a session ticket without a cache to keep it', { hello: more(['session_ticket', none]) }, 'unsupported_extension'],
  ['ALPN that was not asked for', { hello: more(['alpn', Uint8Array.of(0, 3, 2, 104, 50)]) }, 'unsupported_extension'],
  ['encrypt_then_mac (RFC 7366, 3)', { hello: more([22, none]) }, 'unsupported_extension'],
  ['server_name with content (RFC 6066, 3)', { hello: more(['server_name', Uint8Array.of(0)]) }, 'decode_error'],
  [
    'server_name for an address',
    { hello: more(['server_name', none]) },
    'unsupported_extension',
    { serverName: '1.2.3.4' },
  ],
  [
    'session_ticket with content (RFC 5077, 3.2)',
    { hello: more(['session_ticket', Uint8Array.of(1)]) },
    'decode_error',
    offering({ sessionId: none, ticket: Uint8Array.of(1) }),
  ],
  [
    'an empty renegotiation_info',
    { hello: (f) => ({ ...f, extensions: [['renegotiation_info', none]] }) },
    'decode_error',
  ],
  ['ec_point_formats of no format', { hello: more(['ec_point_formats', Uint8Array.of(0)]) }, 'decode_error'],
  ['ec_point_formats that goes on', { hello: more(['ec_point_formats', Uint8Array.of(1, 0, 0)]) }, 'decode_error'],
  [
    'ALPN of two protocols',
    { hello: more(['alpn', Uint8Array.of(0, 6, 2, 104, 50, 2, 104, 51)]) },
    'decode_error',
    { alpnProtocols: ['h2', 'h3'] },
  ],
  [
    'ALPN of a protocol that was not offered',
    { hello: more(['alpn', Uint8Array.of(0, 3, 2, 104, 51)]) },
    'illegal_parameter',
    { alpnProtocols: ['h2'] },
  ],
  ['pre_shared_key', { hello: more(['pre_shared_key', Uint8Array.of(0, 0)]) }, 'unsupported_extension'],
  ['a cipher suite with static RSA', { hello: (f) => ({ ...f, suite: 0x009c }) }, 'illegal_parameter'],
  ['TLS_FALLBACK_SCSV as a cipher suite', { hello: (f) => ({ ...f, suite: 0x5600 }) }, 'illegal_parameter'],
  [
    'the session ID of a session that there never was',
    { hello: (f) => ({ ...f, sessionId: new Uint8Array(33) }) },
    'decode_error',
  ],
  ['an extension block cut short', { flight: changed('server_hello', shorter) }, 'decode_error'],
  ['a ServerHello that goes on', { flight: changed('server_hello', longer) }, 'decode_error'],
  ['a legacy_version of 0x0304', { hello: (f) => ({ ...f, legacyVersion: 0x0304 }) }, 'protocol_version'],
  ['a version of 0x0403', { hello: (f) => ({ ...f, legacyVersion: 0x0403 }) }, 'protocol_version'],
  ['DTLS', { hello: (f) => ({ ...f, legacyVersion: 0xfefd }) }, 'protocol_version'],
  [
    'what OpenJDK sends instead of the sentinel',
    {
      hello: (f) => ({
        ...f,
        random: concatenate(f.random.subarray(0, 24), Uint8Array.of(0xed, 0xbf, 0xb4, 0xa8, 0xc2, 0x47, 0x10, 0xff)),
      }),
    },
    'illegal_parameter',
  ],
  // Sessions
  [
    'a session under another cipher suite',
    { hello: (f) => ({ ...f, sessionId, suite: 0xc02c }) },
    'illegal_parameter',
    offering(),
  ],
  [
    'a session without its extended master secret (RFC 7627, 5.3)',
    { hello: (f) => ({ ...f, sessionId, extensions: [['renegotiation_info', Uint8Array.of(0)]] }) },
    'handshake_failure',
    offering(),
  ],
  ['a session, and then a Certificate', { hello: (f) => ({ ...f, sessionId }) }, 'unexpected_message', offering()],
  // The flight
  ['a ServerHello twice', { flight: twice('server_hello') }, 'unexpected_message'],
  ['a Certificate twice', { flight: twice('certificate') }, 'unexpected_message'],
  ['a ServerKeyExchange twice', { flight: twice('server_key_exchange') }, 'unexpected_message'],
  [
    'EncryptedExtensions',
    { flight: before('certificate', { name: 'encrypted_extensions', body: Uint8Array.of(0, 0) }) },
    'unexpected_message',
  ],
  [
    'a CertificateVerify',
    { flight: before('server_hello_done', { name: 'certificate_verify', body: none }) },
    'unexpected_message',
  ],
  ['a Certificate that goes on', { flight: changed('certificate', longer) }, 'decode_error'],
  ['a Certificate cut short', { flight: changed('certificate', shorter) }, 'decode_error'],
  ['an empty certificate', { flight: changed('certificate', () => Uint8Array.of(0, 0, 3, 0, 0, 0)) }, 'decode_error'],
  [
    'a Certificate in the form of TLS 1.3',
    { flight: changed('certificate', (b) => concatenate(Uint8Array.of(0), b)) },
    'decode_error',
  ],
  ['explicit curve parameters', { parameters: (b) => concatenate(Uint8Array.of(2), b.subarray(1)) }, 'decode_error'],
  ['an empty point', parameters(29, none), 'decode_error'],
  [
    'a point that is not on the curve',
    parameters(23, Uint8Array.of(4, ...new Uint8Array(64).fill(1))),
    'illegal_parameter',
  ],
  ['a compressed point', parameters(23, Uint8Array.of(2, ...new Uint8Array(32).fill(1))), 'illegal_parameter'],
  ['the point at infinity', parameters(23, Uint8Array.of(0)), 'illegal_parameter'],
  ['a group that is unknown', parameters(0x1234, new Uint8Array(32)), 'illegal_parameter'],
  ['a post-quantum group', parameters(0x11ec, new Uint8Array(32)), 'illegal_parameter'],
  ['an empty signature', { signature: (b) => concatenate(b.subarray(0, 2), Uint8Array.of(0, 0)) }, 'decrypt_error'],
  ['a signature by MD5', { signature: (b) => concatenate(Uint8Array.of(1, 1), b.subarray(2)) }, 'illegal_parameter'],
  [
    'a signature over parameters that were changed',
    {
      flight: changed('server_key_exchange', (b) => {
        const copy = b.slice()
        copy[10] = (copy[10] ?? 0) ^ 1
        return copy
      }),
    },
    'decrypt_error',
  ],
  ['a CertificateRequest without schemes', { flight: before('server_hello_done', request([], none)) }, 'decode_error'],
  [
    'a CertificateRequest with half a scheme',
    { flight: before('server_hello_done', request([4, 3, 4], none)) },
    'decode_error',
  ],
  [
    'a CertificateRequest with an empty authority',
    { flight: before('server_hello_done', request([4, 3], Uint8Array.of(0, 0))) },
    'decode_error',
  ],
  [
    'a CertificateRequest twice',
    { flight: before('server_hello_done', request([4, 3], none), request([4, 3], none)) },
    'unexpected_message',
  ],
  [
    'a CertificateRequest before the ServerKeyExchange',
    { flight: before('server_key_exchange', request([4, 3], none)) },
    'unexpected_message',
  ],
  [
    'a Finished before the ServerHelloDone',
    { flight: before('server_hello_done', { name: 'finished', body: new Uint8Array(12) }) },
    'unexpected_message',
  ],
  [
    'a KeyUpdate',
    { flight: before('server_hello_done', { name: 'key_update', body: Uint8Array.of(0) }) },
    'unexpected_message',
  ],
  // Its end
  ['a Finished in the clear', { beforeFinished: [message('finished', new Uint8Array(12))] }, 'unexpected_message'],
  [
    'a ChangeCipherSpec of two bytes',
    { beforeFinished: [{ ...changeCipherSpec, content: Uint8Array.of(1, 1) }] },
    'illegal_parameter',
  ],
  ['a ChangeCipherSpec of no bytes', { beforeFinished: [{ ...changeCipherSpec, content: none }] }, 'illegal_parameter'],
  ['a ChangeCipherSpec twice', { beforeFinished: [changeCipherSpec, changeCipherSpec] }, 'bad_record_mac'],
  [
    'a part of the Finished before the ChangeCipherSpec',
    { beforeFinished: [{ type: handshake, content: Uint8Array.of(20, 0) }, changeCipherSpec] },
    'unexpected_message',
  ],
  [
    'a ticket that was announced and does not come',
    { hello: more(['session_ticket', none]) },
    'unexpected_message',
    offering({ sessionId: none, ticket: Uint8Array.of(1) }),
  ],
  ['a ticket cut short', { ticket: Uint8Array.of(0, 0, 1, 0, 0, 3, 1) }, 'decode_error', offering({ expiresAt: 0 })],
  [
    'a ticket that goes on',
    { ticket: Uint8Array.of(0, 0, 1, 0, 0, 1, 1, 1) },
    'decode_error',
    offering({ expiresAt: 0 }),
  ],
  ['a Finished of no bytes', { finished: () => none }, 'decrypt_error'],
  ['a Finished of 11 bytes', { finished: shorter }, 'decrypt_error'],
  [
    'data before the Finished',
    { wire: ([first]) => [first!], beforeFinished: [data, changeCipherSpec] },
    'unexpected_message',
  ],
  // Afterwards
  ['a HelloRequest with content', { after: [message('hello_request', Uint8Array.of(0))] }, 'decode_error'],
  ['a ServerHello', { after: [message('server_hello', none)] }, 'unexpected_message'],
  ['a ticket', { after: [message('new_session_ticket', Uint8Array.of(0, 0, 1, 0, 0, 1, 1))] }, 'unexpected_message'],
  ['a ChangeCipherSpec', { after: [changeCipherSpec] }, 'unexpected_message'],
  ['a record of an unknown type', { after: [{ type: 24, content: Uint8Array.of(1) }] }, 'unexpected_message'],
  ['data in the clear', { after: [data], wire: ([first]) => [first!, plainRecord(data)] }, 'bad_record_mac'],
  ['33 empty records', { after: repeated(33, { ...data, content: none }) }, 'unexpected_message'],
  ['an empty alert', { after: [{ type: alertType, content: none }] }, 'decode_error'],
  ['content of 2^14 + 1 bytes', { after: [{ ...data, content: new Uint8Array(16_385) }] }, 'record_overflow'],
  ['a record twice', { after: [data], wire: ([first, second]) => [first!, second!, second!] }, 'bad_record_mac'],
  [
    'data in the middle of a message',
    { after: [{ type: handshake, content: Uint8Array.of(0, 0) }, data] },
    'unexpected_message',
  ],
]

const accepted: readonly Case[] = [
  ['no extensions but what is needed', { hello: more() }, undefined],
  ['a session ID of its own', { hello: (f) => ({ ...f, sessionId }) }, undefined],
  [
    'a session that was not taken up',
    { hello: (f) => ({ ...f, sessionId: sessionId.slice(1) }) },
    undefined,
    offering(),
  ],
  [
    'supported_groups in the ServerHello, as some BigIPs send it',
    { hello: more(['supported_groups', Uint8Array.of(0, 2, 0, 23)]) },
    undefined,
  ],
  ['server_name that is empty', { hello: more(['server_name', none]) }, undefined],
  ['point formats', { hello: more(['ec_point_formats', Uint8Array.of(3, 1, 0, 2)]) }, undefined],
  [
    'an application protocol that was offered',
    { hello: more(['alpn', Uint8Array.of(0, 3, 2, 104, 50)]) },
    undefined,
    { alpnProtocols: ['h2'] },
  ],
  ['a flight in records of a byte', { plain: cutInto(1) }, undefined],
  [
    'empty records between',
    { plain: (all) => all.flatMap((piece) => [{ ...piece, content: none }, piece]) },
    undefined,
  ],
  ['32 empty records of data', { after: [...repeated(32, { ...data, content: none }), data] }, undefined],
  ['four warnings', { after: [...repeated(4, { type: alertType, content: Uint8Array.of(1, 112) }), data] }, undefined],
  ['content of 2^14 bytes before', { after: [{ ...data, content: new Uint8Array(16_384) }, data] }, undefined],
  [
    'close_notify after the data',
    { after: [data, { type: alertType, content: encodeAlert('close_notify') }, data] },
    undefined,
  ],
]

describe('a server of TLS 1.2 is refused for', () => {
  it.each(refused.map((found) => [found[0], found] as const))('%s', async (_, [, script, alert, client]) => {
    const outcome = await converse(new Server12(script), client)
    expect([outcome.alert, outcome.fault?.alert], outcome.fault?.message).toEqual([alert, alert])
  })
})

describe('a server of TLS 1.2 is accepted with', () => {
  it.each(accepted.map((found) => [found[0], found] as const))('%s', async (_, [, script, , client]) => {
    const outcome = await converse(new Server12({ after: [data], ...script }), client)
    const last = outcome.data.subarray(-3)
    expect([outcome.fault?.message, outcome.secured, last]).toEqual([undefined, true, data.content])
  })
})
