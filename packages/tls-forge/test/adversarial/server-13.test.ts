/**
 * More faults of a server of TLS 1.3, as suites for clients try them, each with its alert. Alerts: RFC 8446, by the
 * sections named; where it leaves room, BoringSSL's. See also `alerts-13.test.ts`.
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
import {
  Server13,
  encodeExtensions,
  plainRecord,
  type ExtensionList,
  type HelloFields,
  type Message,
  type Piece,
  type Script13,
} from '../support/server-13.ts'

const none = new Uint8Array(0)
const { handshake, alert: alertType, applicationData } = contentType
const versions: ExtensionList = [['supported_versions', Uint8Array.of(3, 4)]]
const schemes: ExtensionList = [['signature_algorithms', Uint8Array.of(0, 2, 4, 3)]]
const data: Piece = { type: applicationData, content: Uint8Array.of(1, 2, 3) }
const message = (name: MessageName, body: Uint8Array): Piece => ({
  type: handshake,
  content: encodeMessage(name, body),
})
const cookie: ExtensionList = [['cookie', Uint8Array.of(0, 2, 1, 2)]]
const group = (id: number): ExtensionList => [['key_share', Uint8Array.of(id >> 8, id & 255)]]
const hello =
  (...extensions: ExtensionList) =>
  (fields: HelloFields): HelloFields => ({ ...fields, extensions })
const more =
  (...extensions: ExtensionList) =>
  (fields: HelloFields): HelloFields => ({ ...fields, extensions: [...fields.extensions, ...extensions] })
const share = (id: number, key: Uint8Array): ExtensionList => [
  ...versions,
  ['key_share', new Writer().u16(id).vector(2, key).finish()],
]
const before =
  (name: MessageName, ...added: readonly Message[]) =>
  (messages: readonly Message[]): readonly Message[] =>
    messages.flatMap((found) => (found.name === name ? [...added, found] : [found]))
const changed =
  (name: MessageName, change: (body: Uint8Array) => Uint8Array) =>
  (messages: readonly Message[]): readonly Message[] =>
    messages.map((found) => (found.name === name ? { name, body: change(found.body) } : found))
const request = (...extensions: ExtensionList): Script13 => ({
  flight: before('certificate', {
    name: 'certificate_request',
    body: concatenate(Uint8Array.of(0), encodeExtensions(extensions)),
  }),
})
const ticket = (extensions: ExtensionList, lifetime = 3600): Script13 => {
  const body = new Writer().u32(lifetime).u32(1).vector(1, Uint8Array.of(1)).vector(2, Uint8Array.of(7, 8))
  return { after: [message('new_session_ticket', body.bytes(encodeExtensions(extensions)).finish()), data] }
}
const longer = (body: Uint8Array): Uint8Array => concatenate(body, Uint8Array.of(0))
const shorter = (body: Uint8Array): Uint8Array => body.subarray(0, -1)
const repeated = (count: number, piece: Piece): Piece[] => Array.from({ length: count }, () => piece)
const warning = (number: number): Piece => ({ type: alertType, content: Uint8Array.of(1, number) })

const cutInto =
  (length: number) =>
  (pieces: readonly Piece[]): readonly Piece[] =>
    pieces.flatMap(({ type, content }) =>
      Array.from({ length: Math.ceil(content.length / length) }, (_, index) => ({
        type,
        content: content.subarray(index * length, (index + 1) * length),
      })),
    )

const offered: Session = {
  version: 'tls1.3',
  suiteId: 0x1301,
  secret: new Uint8Array(32).fill(1),
  ticket: Uint8Array.of(1, 2, 3),
  sessionId: none,
  ageAdd: 5,
  receivedAt: 1000,
  expiresAt: Number.MAX_SAFE_INTEGER,
  peerChain: [],
}
const offering = (session: Partial<Session> = {}): Partial<ClientOptions> => {
  const sessions = new SessionCache().store('x')
  sessions.put({ ...offered, ...session })
  return { sessions }
}
const psk = (index: number): ExtensionList => [['pre_shared_key', Uint8Array.of(index >> 8, index & 255)]]

type Case = readonly [what: string, script: Script13, alert: string | undefined, client?: Partial<ClientOptions>]

const refused: readonly Case[] = [
  // ServerHello
  ['key_share twice (4.2)', { hello: (f) => more(...f.extensions.slice(1))(f) }, 'illegal_parameter'],
  ['an empty key_share', { hello: hello(...versions, ['key_share', none]) }, 'decode_error'],
  [
    'a key_share cut short',
    { hello: hello(...versions, ['key_share', Uint8Array.of(0, 29, 0, 32, 1)]) },
    'decode_error',
  ],
  ['a key of no bytes', { hello: hello(...share(29, none)) }, 'decode_error'],
  ['a share of 33 bytes', { hello: hello(...share(29, new Uint8Array(33).fill(9))) }, 'illegal_parameter'],
  [
    'a point of small order, not 0 (7.4.2; RFC 7748, 6.1)',
    { hello: hello(...share(29, Uint8Array.of(1, ...new Uint8Array(31)))) },
    'illegal_parameter',
  ],
  ['supported_versions of one byte', { hello: more(['supported_versions', Uint8Array.of(3)]) }, 'illegal_parameter'],
  ['a cookie (4.2)', { hello: more(...cookie) }, 'unsupported_extension'],
  ['early_data (4.2)', { hello: more(['early_data', none]) }, 'unsupported_extension'],
  ['supported_groups (4.2)', { hello: more(['supported_groups', Uint8Array.of(0, 2, 0, 29)]) }, 'illegal_parameter'],
  ['signature_algorithms (4.2)', { hello: more(...schemes) }, 'illegal_parameter'],
  ['extended_master_secret (4.2)', { hello: more(['extended_master_secret', none]) }, 'illegal_parameter'],
  ['status_request, which was not asked for', { hello: more([5, none]) }, 'unsupported_extension'],
  ['GREASE (RFC 8701, 4)', { hello: more([0x0a0a, none]) }, 'unsupported_extension'],
  ['a legacy_version of 0x0304 (4.1.3)', { hello: (f) => ({ ...f, legacyVersion: 0x0304 }) }, 'decode_error'],
  ['a legacy_version of 0x0301 (4.1.3)', { hello: (f) => ({ ...f, legacyVersion: 0x0301 }) }, 'decode_error'],
  ['an empty session ID (4.1.3)', { hello: (f) => ({ ...f, sessionId: none }) }, 'illegal_parameter'],
  ['a session without a key share (4.2.11)', { hello: hello(...versions, ...psk(0)) }, 'illegal_parameter', offering()],
  ['TLS_NULL_WITH_NULL_NULL', { hello: (f) => ({ ...f, suite: 0 }) }, 'illegal_parameter'],
  ['a ServerHello that was sent twice', { plain: ([first]) => [first!, first!] }, 'unexpected_message'],
  ['a ClientHello sent back', { plain: () => [message('client_hello', none)] }, 'unexpected_message'],
  ['a message_hash', { plain: () => [message('message_hash', new Uint8Array(32))] }, 'unexpected_message'],
  [
    'an EncryptedExtensions in the clear',
    { plain: () => [message('encrypted_extensions', Uint8Array.of(0, 0))] },
    'unexpected_message',
  ],
  ['a Finished first', { plain: () => [message('finished', new Uint8Array(32))] }, 'unexpected_message'],
  ['application data first', { plain: () => [data] }, 'unexpected_message'],
  ['heartbeat', { plain: () => [{ type: 24, content: Uint8Array.of(1) }] }, 'unexpected_message'],
  [
    '33 empty records',
    { plain: (all) => [...repeated(33, { type: handshake, content: none }), ...all] },
    'unexpected_message',
  ],
  [
    'a ServerHello of 2^14 + 1 bytes',
    { plain: () => [{ type: handshake, content: Uint8Array.of(2, 0, 0x40, 1) }] },
    'illegal_parameter',
  ],
  [
    'a Certificate of 2^24 - 1 bytes',
    { inner: () => [{ type: handshake, content: Uint8Array.of(11, 255, 255, 255) }] },
    'illegal_parameter',
  ],
  // Sessions
  ['a session of another index (4.2.11)', { hello: more(...psk(1)) }, 'illegal_parameter', offering()],
  ['a session of index 65535 (4.2.11)', { hello: more(...psk(65_535)) }, 'illegal_parameter', offering()],
  ['a pre_shared_key cut short', { hello: more(['pre_shared_key', Uint8Array.of(0)]) }, 'decode_error', offering()],
  [
    'a pre_shared_key that goes on',
    { hello: more(['pre_shared_key', Uint8Array.of(0, 0, 0)]) },
    'decode_error',
    offering(),
  ],
  [
    'a session under a cipher suite of another hash (4.2.11)',
    { hello: more(...psk(0)) },
    'illegal_parameter',
    offering({ suiteId: 0x1302, secret: new Uint8Array(48) }),
  ],
  [
    'early_data in EncryptedExtensions (4.2.10)',
    { encryptedExtensions: [['early_data', none]] },
    'unsupported_extension',
    offering(),
  ],
  // HelloRetryRequest
  ['one of an unknown group', { retry: hello(...versions, ...group(0x6399)) }, 'illegal_parameter'],
  ['one with a whole share', { retry: hello(...share(0x17, new Uint8Array(65))) }, 'decode_error'],
  ['one with an extension twice', { retry: hello(...versions, ...cookie, ...cookie) }, 'illegal_parameter'],
  [
    'one with pre_shared_key (4.2)',
    { retry: hello(...versions, ...cookie, ...psk(0)) },
    'illegal_parameter',
    offering(),
  ],
  [
    'one with ALPN (4.2)',
    { retry: hello(...versions, ...cookie, ['alpn', none]) },
    'illegal_parameter',
    { alpnProtocols: ['h2'] },
  ],
  [
    'one with another session ID',
    { retry: (f) => ({ ...hello(...versions, ...cookie)(f), sessionId: none }) },
    'illegal_parameter',
  ],
  ['one with compression', { retry: (f) => ({ ...hello(...versions, ...cookie)(f), compression: 1 }) }, 'decode_error'],
  [
    'one with a suite of TLS 1.2',
    { retry: (f) => ({ ...hello(...versions, ...cookie)(f), suite: 0xc02b }) },
    'illegal_parameter',
  ],
  [
    'one with a cookie that goes on',
    { retry: hello(...versions, ['cookie', Uint8Array.of(0, 1, 1, 1)]) },
    'decode_error',
  ],
  [
    'one and more in its record (5.1)',
    {
      retry: hello(...versions, ...cookie),
      plain: ([first]) => [{ type: handshake, content: longer(first!.content) }],
    },
    'unexpected_message',
  ],
  [
    'a share of the first group after one to a second (4.2.8)',
    { retry: hello(...versions, ...group(0x17)), hello: hello(...share(29, new Uint8Array(32).fill(9))) },
    'illegal_parameter',
  ],
  [
    'a point that is not on the curve (4.2.8.2)',
    {
      retry: hello(...versions, ...group(0x17)),
      hello: hello(...share(0x17, Uint8Array.of(4, ...new Uint8Array(64).fill(1)))),
    },
    'illegal_parameter',
  ],
  [
    'a compressed point (4.2.8.2)',
    {
      retry: hello(...versions, ...group(0x17)),
      hello: hello(...share(0x17, Uint8Array.of(2, ...new Uint8Array(32).fill(1)))),
    },
    'illegal_parameter',
  ],
  [
    'the point at infinity (4.2.8.2)',
    { retry: hello(...versions, ...group(0x17)), hello: hello(...share(0x17, Uint8Array.of(0))) },
    'illegal_parameter',
  ],
  // EncryptedExtensions
  ['an EncryptedExtensions of no bytes', { flight: changed('encrypted_extensions', () => none) }, 'decode_error'],
  [
    'one cut in an extension',
    { flight: changed('encrypted_extensions', () => Uint8Array.of(0, 3, 0, 10, 0)) },
    'decode_error',
  ],
  [
    'server_name with content (RFC 6066, 3)',
    { encryptedExtensions: [['server_name', Uint8Array.of(0)]] },
    'decode_error',
  ],
  [
    'server_name for an address',
    { encryptedExtensions: [['server_name', none]] },
    'unsupported_extension',
    { serverName: '::1' },
  ],
  ['pre_shared_key in it', { encryptedExtensions: psk(0) }, 'illegal_parameter', offering()],
  ['signature_algorithms in it', { encryptedExtensions: schemes }, 'illegal_parameter'],
  ['a cookie in it', { encryptedExtensions: cookie }, 'unsupported_extension'],
  ['ec_point_formats in it', { encryptedExtensions: [['ec_point_formats', Uint8Array.of(1, 0)]] }, 'illegal_parameter'],
  [
    'renegotiation_info in it',
    { encryptedExtensions: [['renegotiation_info', Uint8Array.of(0)]] },
    'illegal_parameter',
  ],
  [
    'ALPN of no protocol',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 0)]] },
    'decode_error',
    { alpnProtocols: ['h2'] },
  ],
  [
    'ALPN of an empty protocol',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 1, 0)]] },
    'decode_error',
    { alpnProtocols: ['h2'] },
  ],
  [
    'ALPN cut short',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 4, 2, 104, 50)]] },
    'decode_error',
    { alpnProtocols: ['h2'] },
  ],
  [
    'EncryptedExtensions twice',
    { flight: before('certificate', { name: 'encrypted_extensions', body: Uint8Array.of(0, 0) }) },
    'unexpected_message',
  ],
  // CertificateRequest
  [
    'a CertificateRequest with a context (4.3.2)',
    {
      flight: before('certificate', {
        name: 'certificate_request',
        body: concatenate(Uint8Array.of(1, 1), encodeExtensions(schemes)),
      }),
    },
    'decode_error',
  ],
  ['one with no schemes in the list', request(['signature_algorithms', Uint8Array.of(0, 0)]), 'decode_error'],
  ['one with half a scheme', request(['signature_algorithms', Uint8Array.of(0, 3, 4, 3, 4)]), 'decode_error'],
  ['one with schemes twice', request(...schemes, ...schemes), 'illegal_parameter'],
  [
    'one with authorities twice',
    request(
      ...schemes,
      ['certificate_authorities', Uint8Array.of(0, 3, 0, 1, 1)],
      ['certificate_authorities', Uint8Array.of(0, 3, 0, 1, 1)],
    ),
    'illegal_parameter',
  ],
  [
    'one with no authorities in the list (4.2.4)',
    request(...schemes, ['certificate_authorities', Uint8Array.of(0, 0)]),
    'decode_error',
  ],
  [
    'one with an empty authority (4.2.4)',
    request(...schemes, ['certificate_authorities', Uint8Array.of(0, 5, 0, 1, 1, 0, 0)]),
    'decode_error',
  ],
  ['one with key_share (4.2)', request(...schemes, ...group(29)), 'illegal_parameter'],
  [
    'two of them',
    {
      flight: before(
        'certificate',
        ...[1, 2].map(
          () =>
            ({ name: 'certificate_request', body: concatenate(Uint8Array.of(0), encodeExtensions(schemes)) }) as const,
        ),
      ),
    },
    'unexpected_message',
  ],
  [
    'one after the certificate',
    {
      flight: before('certificate_verify', {
        name: 'certificate_request',
        body: concatenate(Uint8Array.of(0), encodeExtensions(schemes)),
      }),
    },
    'unexpected_message',
  ],
  // Certificate
  ['a Certificate that goes on', { flight: changed('certificate', longer) }, 'decode_error'],
  ['a Certificate cut short', { flight: changed('certificate', shorter) }, 'decode_error'],
  ['a Certificate of no bytes', { flight: changed('certificate', () => none) }, 'decode_error'],
  [
    'status_request in a certificate',
    {
      flight: changed('certificate', (b) => {
        const copy = concatenate(b.subarray(0, -2), Uint8Array.of(0, 4, 0, 5, 0, 0))
        copy[3] = (copy.length - 4) & 255
        copy[2] = (copy.length - 4) >> 8
        return copy
      }),
    },
    'unsupported_extension',
  ],
  [
    'two Certificates',
    { flight: (all) => all.flatMap((m) => (m.name === 'certificate' ? [m, m] : [m])) },
    'unexpected_message',
  ],
  [
    'two CertificateVerifys',
    { flight: (all) => all.flatMap((m) => (m.name === 'certificate_verify' ? [m, m] : [m])) },
    'unexpected_message',
  ],
  [
    'a CertificateVerify without a signature',
    { certificateVerify: (b) => concatenate(b.subarray(0, 2), Uint8Array.of(0, 0)) },
    'decrypt_error',
  ],
  ['a CertificateVerify cut short', { certificateVerify: shorter }, 'decode_error'],
  [
    'a CertificateVerify by Ed25519 with another key',
    { certificateVerify: (b) => concatenate(Uint8Array.of(8, 7), b.subarray(2)) },
    'illegal_parameter',
  ],
  [
    'one by an unknown scheme',
    { certificateVerify: (b) => concatenate(Uint8Array.of(0xfe, 0xfe), b.subarray(2)) },
    'illegal_parameter',
  ],
  [
    'a ServerKeyExchange',
    { flight: before('certificate_verify', { name: 'server_key_exchange', body: none }) },
    'unexpected_message',
  ],
  ['a ServerHelloDone', { flight: (all) => [...all, { name: 'server_hello_done', body: none }] }, 'unexpected_message'],
  [
    'a CertificateStatus',
    { flight: before('certificate_verify', { name: 'certificate_status', body: none }) },
    'unexpected_message',
  ],
  [
    'a KeyUpdate before the Finished (4.6.3)',
    { flight: (all) => [...all, { name: 'key_update', body: Uint8Array.of(0) }] },
    'unexpected_message',
  ],
  [
    'a ticket before the Finished (4.6.1)',
    { flight: (all) => [...all, { name: 'new_session_ticket', body: none }] },
    'unexpected_message',
  ],
  ['a Finished of no bytes', { finished: () => none }, 'decrypt_error'],
  ['a Finished that goes on', { finished: longer }, 'decrypt_error'],
  // Records
  ['33 empty records of data', { after: repeated(33, { ...data, content: none }) }, 'unexpected_message'],
  ['an empty handshake record afterwards (5.4)', { after: [{ type: handshake, content: none }] }, 'unexpected_message'],
  ['an empty alert afterwards (5.4)', { after: [{ type: alertType, content: none }] }, 'unexpected_message'],
  ['a record of padding alone afterwards (5.4)', { after: [{ type: 0, content: none }] }, 'unexpected_message'],
  [
    'data in the middle of a ticket (5.1)',
    { after: [{ type: handshake, content: Uint8Array.of(4, 0, 0, 20) }, data] },
    'unexpected_message',
  ],
  ['data in the clear afterwards', { after: [data], afterWire: () => [plainRecord(data)] }, 'bad_record_mac'],
  [
    'a ChangeCipherSpec afterwards (5)',
    { after: [data], afterWire: (all) => [plainRecord({ type: 20, content: Uint8Array.of(1) }), ...all] },
    'unexpected_message',
  ],
  [
    'an alert in the clear afterwards',
    { after: [data], afterWire: () => [plainRecord({ type: alertType, content: encodeAlert('close_notify') })] },
    'unexpected_message',
  ],
  ['a record without a body', { after: [data], afterWire: () => [Uint8Array.of(23, 3, 3, 0, 0)] }, 'bad_record_mac'],
  [
    'a record of 16 bytes, a tag alone',
    { after: [data], afterWire: () => [plainRecord({ ...data, content: new Uint8Array(16) })] },
    'bad_record_mac',
  ],
  ['content of 2^14 + 1 bytes', { after: [{ ...data, content: new Uint8Array(16_385) }] }, 'record_overflow'],
  [
    'content and padding of 2^14 + 2 bytes',
    { after: [{ type: 0, content: concatenate(Uint8Array.of(1, 23), new Uint8Array(16_383)) }] },
    'record_overflow',
  ],
  [
    'a record of 2^14 + 257 bytes',
    { after: [data], afterWire: () => [plainRecord({ ...data, content: new Uint8Array(16_641) })] },
    'record_overflow',
  ],
  [
    'two alerts in a record (5.1)',
    { after: [{ type: alertType, content: concatenate(encodeAlert('close_notify'), encodeAlert('close_notify')) }] },
    'decode_error',
  ],
  [
    'half an alert (5.1)',
    {
      after: [
        { type: alertType, content: Uint8Array.of(1) },
        { type: alertType, content: Uint8Array.of(0) },
      ],
    },
    'decode_error',
  ],
  ['five user_canceled in a row', { after: repeated(5, warning(90)) }, 'unexpected_message'],
  // Afterwards
  [
    'a CertificateRequest without post_handshake_auth (4.6.2)',
    { after: [message('certificate_request', concatenate(Uint8Array.of(1, 1), encodeExtensions(schemes)))] },
    'unexpected_message',
  ],
  ['a HelloRequest', { after: [message('hello_request', none)] }, 'unexpected_message'],
  ['a ServerHello', { after: [message('server_hello', none)] }, 'unexpected_message'],
  ['a Finished again', { after: [message('finished', new Uint8Array(32))] }, 'unexpected_message'],
  ['an EndOfEarlyData', { after: [{ type: handshake, content: Uint8Array.of(5, 0, 0, 0) }] }, 'unexpected_message'],
  ['a KeyUpdate of no bytes', { after: [message('key_update', none)] }, 'decode_error'],
  ['a KeyUpdate of two bytes', { after: [message('key_update', Uint8Array.of(0, 0))] }, 'decode_error'],
  ['a KeyUpdate of 255 (4.6.3)', { after: [message('key_update', Uint8Array.of(255))] }, 'illegal_parameter'],
  [
    'a ticket in the record of a KeyUpdate (5.1)',
    {
      after: [
        { type: handshake, content: concatenate(encodeMessage('key_update', Uint8Array.of(0)), Uint8Array.of(4)) },
      ],
    },
    'unexpected_message',
  ],
  [
    'a ticket with early_data twice (4.2)',
    ticket([
      ['early_data', Uint8Array.of(0, 0, 1, 0)],
      ['early_data', Uint8Array.of(0, 0, 1, 0)],
    ]),
    'illegal_parameter',
  ],
  ['a ticket with early_data of 3 bytes (4.2.10)', ticket([['early_data', Uint8Array.of(0, 1, 0)]]), 'decode_error'],
  [
    'a ticket with early_data of 5 bytes (4.2.10)',
    ticket([['early_data', Uint8Array.of(0, 0, 0, 1, 0)]]),
    'decode_error',
  ],
  ['a ticket with key_share (4.2)', ticket(group(29)), 'illegal_parameter'],
]

const accepted: readonly Case[] = [
  ['a HelloRetryRequest with a cookie', { retry: hello(...versions, ...cookie) }, undefined],
  [
    'a CertificateRequest with authorities and schemes for certificates',
    request(
      ...schemes,
      ['certificate_authorities', Uint8Array.of(0, 3, 0, 1, 1)],
      ['signature_algorithms_cert', Uint8Array.of(0, 2, 4, 3)],
    ),
    undefined,
  ],
  ['a CertificateRequest with an unknown extension', request(...schemes, [0x1234, none]), undefined],
  [
    'a CertificateRequest of 20 KB, as some servers send for all authorities they know',
    { ...request(...schemes, ['certificate_authorities', authorities(20_000)]), inner: cutInto(16_384) },
    undefined,
  ],
  [
    'supported_groups in EncryptedExtensions',
    { encryptedExtensions: [['supported_groups', Uint8Array.of(0, 2, 0, 23)]] },
    undefined,
  ],
  ['server_name that is empty', { encryptedExtensions: [['server_name', none]] }, undefined],
  [
    'an application protocol that was offered',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 3, 2, 104, 50)]] },
    undefined,
    { alpnProtocols: ['h2'] },
  ],
  ['a session that was not taken up', {}, undefined, offering()],
  ['32 empty records of data', { after: [...repeated(32, { ...data, content: none }), data] }, undefined],
  ['four user_canceled', { after: [...repeated(4, warning(90)), data] }, undefined],
  ['a ticket with early_data', ticket([['early_data', Uint8Array.of(0, 0, 1, 0)]]), undefined],
  [
    'a ticket with unknown extensions',
    ticket([
      [0x1234, none],
      [0x0a0a, none],
    ]),
    undefined,
  ],
  [
    'content and padding of 2^14 + 1 bytes',
    { after: [{ type: 0, content: concatenate(data.content, Uint8Array.of(23), new Uint8Array(16_384 - 4)) }] },
    undefined,
  ],
  ['a flight in records of 100 bytes', { inner: cutInto(100) }, undefined],
]

function authorities(length: number): Uint8Array {
  const list = new Writer()
  list.vector(2, () => {
    for (let made = 0; made < length; made += 1002) list.vector(2, new Uint8Array(1000))
  })
  return list.finish()
}

describe('a server of TLS 1.3 is refused for', () => {
  it.each(refused.map((found) => [found[0], found] as const))('%s', async (_, [, script, alert, client]) => {
    const outcome = await converse(new Server13(script), client)
    expect([outcome.alert, outcome.fault?.alert], outcome.fault?.message).toEqual([alert, alert])
  })
})

it('a server that takes up a session whose key it does not have is refused', async () => {
  const server = new Server13({ hello: more(...psk(0)) })
  // It cannot read the alert either.
  const deaf = { alert: undefined, receive: (bytes: Uint8Array) => server.receive(bytes).catch(() => none) }
  const outcome = await converse(deaf, offering())
  expect([outcome.secured, outcome.fault?.alert]).toEqual([false, 'bad_record_mac'])
})

describe('a server of TLS 1.3 is accepted with', () => {
  it.each(accepted.map((found) => [found[0], found] as const))('%s', async (_, [, script, , client]) => {
    const outcome = await converse(new Server13({ after: [data], ...script }), client)
    expect([outcome.fault?.message, outcome.secured, outcome.data]).toEqual([undefined, true, data.content])
  })
})
