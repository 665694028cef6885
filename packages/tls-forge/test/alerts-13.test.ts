/**
 * Which alert goes out for each fault of a server of TLS 1.3, and which net error the caller gets.
 * Alerts: RFC 8446, by the sections named; where it leaves room, BoringSSL's (ssl/test/runner, ssl/tls13_client.cc).
 */
import { describe, expect, it } from 'vitest'
import { NetError } from '@chrome-socket/api'
import { encodeAlert } from '../src/wire/alert.ts'
import { concatenate } from '../src/wire/bytes.ts'
import { encodeMessage } from '../src/wire/handshake-message.ts'
import { contentType } from '../src/wire/record.ts'
import { Writer } from '../src/wire/writer.ts'
import { converse } from './support/conversation.ts'
import {
  Server13,
  plainRecord,
  type ExtensionList,
  type HelloFields,
  type Message,
  type Script13,
} from './support/server-13.ts'
import type { ClientOptions } from '../src/handshake/context.ts'

const { ERR_SSL_PROTOCOL_ERROR, ERR_SSL_VERSION_OR_CIPHER_MISMATCH, ERR_CONNECTION_CLOSED } = NetError
const none = new Uint8Array(0)
const versions: ExtensionList = [['supported_versions', Uint8Array.of(3, 4)]]
const shareOf = (group: number, key: Uint8Array): Uint8Array => new Writer().u16(group).vector(2, key).finish()
const without =
  (name: string) =>
  (fields: HelloFields): HelloFields => ({
    ...fields,
    extensions: fields.extensions.filter(([type]) => type !== name),
  })
const withExtensions =
  (...more: ExtensionList) =>
  (fields: HelloFields): HelloFields => ({
    ...fields,
    extensions: [...fields.extensions, ...more],
  })
const flip = (bytes: Uint8Array, index = bytes.length - 1): Uint8Array => {
  const copy = bytes.slice()
  copy[index] = (copy[index] ?? 0) ^ 1
  return copy
}
const replace =
  (name: Message['name'], change: (message: Message) => readonly Message[]) =>
  (messages: readonly Message[]): readonly Message[] =>
    messages.flatMap((message) => (message.name === name ? change(message) : [message]))
const handshake = contentType.handshake
const ccs = { type: contentType.changeCipherSpec, content: Uint8Array.of(1) }
const data = { type: contentType.applicationData, content: Uint8Array.of(1, 2, 3) }
const retryTo =
  (group: number) =>
  (fields: HelloFields): HelloFields => ({
    ...fields,
    extensions: [...versions, ['key_share', new Writer().u16(group).finish()]],
  })
const cookie = (fields: HelloFields): HelloFields => ({
  ...fields,
  extensions: [...versions, ['cookie', new Writer().vector(2, Uint8Array.of(1, 2)).finish()]],
})

type Case = readonly [
  what: string,
  script: Script13,
  alert: string | undefined,
  error?: number,
  client?: Partial<ClientOptions>,
]

const certificateOf = (...entries: readonly Uint8Array[]): Uint8Array => {
  const writer = new Writer()
  writer.u8(0).vector(3, () => {
    for (const entry of entries) writer.vector(3, entry).u16(0)
  })
  return writer.finish()
}

const serverHello: readonly Case[] = [
  ['a cipher suite that was not offered (4.1.3)', { hello: (f) => ({ ...f, suite: 0x1304 }) }, 'illegal_parameter'],
  ['a cipher suite of TLS 1.2 (4.1.3)', { hello: (f) => ({ ...f, suite: 0xc02f }) }, 'illegal_parameter'],
  ['another session ID (4.1.3)', { hello: (f) => ({ ...f, sessionId: new Uint8Array(32) }) }, 'illegal_parameter'],
  ['a session ID of 33 bytes (4.1.3)', { hello: (f) => ({ ...f, sessionId: new Uint8Array(33) }) }, 'decode_error'],
  ['compression (4.1.3)', { hello: (f) => ({ ...f, compression: 1 }) }, 'illegal_parameter'],
  ['no key share (9.2)', { hello: without('key_share') }, 'missing_extension'],
  [
    'a share of a group that none was sent for (4.2.8)',
    { hello: (f) => ({ ...f, extensions: [...versions, ['key_share', shareOf(0x17, new Uint8Array(65))]] }) },
    'illegal_parameter',
  ],
  [
    'a share of an unknown group (4.2.8)',
    { hello: (f) => ({ ...f, extensions: [...versions, ['key_share', shareOf(0x1234, new Uint8Array(65))]] }) },
    'illegal_parameter',
  ],
  [
    'a share that gives a secret of zeros (7.4.2)',
    { hello: (f) => ({ ...f, extensions: [...versions, ['key_share', shareOf(0x1d, new Uint8Array(32))]] }) },
    'illegal_parameter',
  ],
  [
    'a share of the wrong length (4.2.8)',
    { hello: (f) => ({ ...f, extensions: [...versions, ['key_share', shareOf(0x1d, new Uint8Array(31).fill(9))]] }) },
    'illegal_parameter',
  ],
  [
    'a share with bytes after it',
    {
      hello: (f) => ({
        ...f,
        extensions: [
          ...versions,
          ['key_share', concatenate(shareOf(0x1d, new Uint8Array(32).fill(9)), Uint8Array.of(0))],
        ],
      }),
    },
    'decode_error',
  ],
  ['an extension that nobody asked for (4.2)', { hello: withExtensions([0x1234, none]) }, 'unsupported_extension'],
  [
    'a session that was not offered (4.2)',
    { hello: withExtensions(['pre_shared_key', Uint8Array.of(0, 0)]) },
    'unsupported_extension',
  ],
  [
    'ALPN in the ServerHello (4.2)',
    { hello: withExtensions(['alpn', Uint8Array.of(0, 3, 2, 104, 50)]) },
    'illegal_parameter',
    ERR_SSL_PROTOCOL_ERROR,
    { alpnProtocols: ['h2'] },
  ],
  ['an extension twice (4.2)', { hello: withExtensions(...versions) }, 'illegal_parameter'],
  [
    'supported_versions of TLS 1.2 (4.2.1)',
    { hello: (f) => ({ ...f, extensions: [['supported_versions', Uint8Array.of(3, 3)]] }) },
    'illegal_parameter',
  ],
  [
    'supported_versions of a version to come (4.2.1)',
    { hello: (f) => ({ ...f, extensions: [['supported_versions', Uint8Array.of(3, 5)]] }) },
    'illegal_parameter',
  ],
  [
    'TLS 1.1',
    { hello: (f) => ({ ...f, legacyVersion: 0x0302, extensions: [] }) },
    'protocol_version',
    ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  ],
  [
    'SSL 3.0',
    { hello: (f) => ({ ...f, legacyVersion: 0x0300, extensions: [] }) },
    'protocol_version',
    ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  ],
  [
    'TLS 1.2 when only 1.3 will do',
    { hello: (f) => ({ ...f, extensions: [] }) },
    'protocol_version',
    ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
    { minVersion: 'tls1.3' },
  ],
  [
    'TLS 1.2 by a server that knows 1.3 (4.1.3)',
    {
      hello: (f) => ({
        ...f,
        suite: 0xc02f,
        extensions: [],
        random: concatenate(new Uint8Array(24), Buffer.from('DOWNGRD\u0001')),
      }),
    },
    'illegal_parameter',
    NetError.ERR_TLS13_DOWNGRADE_DETECTED,
  ],
  [
    'TLS 1.1 by a server that knows 1.3, said in 1.2 (4.1.3)',
    {
      hello: (f) => ({
        ...f,
        suite: 0xc02f,
        extensions: [],
        random: concatenate(new Uint8Array(24), Buffer.from('DOWNGRD\0')),
      }),
    },
    'illegal_parameter',
    NetError.ERR_TLS13_DOWNGRADE_DETECTED,
  ],
  [
    'a ServerHello that is cut short',
    {
      plain: ([first]) => [{ type: handshake, content: encodeMessage('server_hello', first!.content.subarray(4, 30)) }],
    },
    'decode_error',
  ],
  [
    'a ServerHello that goes on',
    {
      plain: ([first]) => [
        {
          type: handshake,
          content: encodeMessage('server_hello', concatenate(first!.content.subarray(4), Uint8Array.of(0))),
        },
      ],
    },
    'decode_error',
  ],
  [
    'a Certificate first',
    { plain: () => [{ type: handshake, content: encodeMessage('certificate', none) }] },
    'unexpected_message',
  ],
  [
    'a message of no known type',
    { plain: () => [{ type: handshake, content: Uint8Array.of(99, 0, 0, 0) }] },
    'unexpected_message',
  ],
  [
    'more handshake data in the record of the ServerHello (5.1)',
    {
      plain: ([first]) => [{ type: handshake, content: concatenate(first!.content, Uint8Array.of(8, 0, 0, 2, 0, 0)) }],
    },
    'unexpected_message',
  ],
]

const retry: readonly Case[] = [
  ['one that changes nothing (4.1.4)', { retry: (f) => ({ ...f, extensions: versions }) }, 'illegal_parameter'],
  ['one to the group that was sent (4.2.8)', { retry: retryTo(0x1d) }, 'illegal_parameter'],
  ['one to a group that was not offered (4.2.8)', { retry: retryTo(0x19) }, 'illegal_parameter'],
  [
    'a second one (4.1.4)',
    {
      retry: cookie,
      hello: (f) => ({
        ...cookie(f),
        random: new Uint8Array(Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex')),
      }),
    },
    'unexpected_message',
  ],
  [
    'another cipher suite after it (4.1.4)',
    { retry: cookie, hello: (f) => ({ ...f, suite: 0x1303 }) },
    'illegal_parameter',
  ],
  [
    'an unknown extension in it (4.1.4)',
    { retry: (f) => withExtensions([0x1234, none])(cookie(f)) },
    'unsupported_extension',
  ],
  [
    'an empty cookie (4.2.2)',
    { retry: (f) => ({ ...f, extensions: [...versions, ['cookie', Uint8Array.of(0, 0)]] }) },
    'decode_error',
  ],
  ['one without a version (4.1.4)', { retry: (f) => without('supported_versions')(cookie(f)) }, 'missing_extension'],
  ['TLS 1.2 after it', { retry: cookie, hello: (f) => ({ ...f, suite: 0xc02f, extensions: [] }) }, 'illegal_parameter'],
]

const flight: readonly Case[] = [
  [
    'an EncryptedExtensions with key_share (4.3.1)',
    { encryptedExtensions: [['key_share', none]] },
    'illegal_parameter',
  ],
  ['one with supported_versions (4.3.1)', { encryptedExtensions: versions }, 'illegal_parameter'],
  ['one with an extension nobody asked for (4.2)', { encryptedExtensions: [[0x1234, none]] }, 'unsupported_extension'],
  [
    'one with ALPN that nobody asked for (4.2)',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 3, 2, 104, 50)]] },
    'unsupported_extension',
  ],
  [
    'an application protocol that was not offered (RFC 7301, 3.2)',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 3, 2, 104, 51)]] },
    'illegal_parameter',
    ERR_SSL_PROTOCOL_ERROR,
    { alpnProtocols: ['h2'] },
  ],
  [
    'two application protocols (RFC 7301, 3.1)',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 6, 2, 104, 50, 2, 104, 51)]] },
    'decode_error',
    ERR_SSL_PROTOCOL_ERROR,
    { alpnProtocols: ['h2'] },
  ],
  [
    'an extension twice',
    {
      encryptedExtensions: [
        ['supported_groups', Uint8Array.of(0, 2, 0, 29)],
        ['supported_groups', Uint8Array.of(0, 2, 0, 29)],
      ],
    },
    'decode_error',
  ],
  [
    'an EncryptedExtensions that goes on',
    { flight: replace('encrypted_extensions', () => [{ name: 'encrypted_extensions', body: Uint8Array.of(0, 0, 0) }]) },
    'decode_error',
  ],
  ['no EncryptedExtensions', { flight: replace('encrypted_extensions', () => []) }, 'unexpected_message'],
  [
    'no certificate (4.4.2.4)',
    { flight: replace('certificate', () => [{ name: 'certificate', body: certificateOf() }]) },
    'decode_error',
  ],
  [
    'an empty certificate',
    { flight: replace('certificate', () => [{ name: 'certificate', body: certificateOf(none) }]) },
    'decode_error',
  ],
  [
    'a request context in the certificate',
    {
      flight: replace('certificate', (m) => [
        { name: 'certificate', body: concatenate(Uint8Array.of(1, 7), m.body.subarray(1)) },
      ]),
    },
    'decode_error',
  ],
  ['no Certificate message', { flight: replace('certificate', () => []) }, 'unexpected_message'],
  ['no CertificateVerify', { flight: replace('certificate_verify', () => []) }, 'unexpected_message'],
  ['a signature that is wrong (4.4.3)', { certificateVerify: (body) => flip(body) }, 'decrypt_error'],
  [
    'a signature by PKCS#1 (4.2.3)',
    { certificateVerify: (body) => concatenate(Uint8Array.of(4, 1), body.subarray(2)) },
    'illegal_parameter',
  ],
  [
    'a signature by a scheme for another curve',
    { certificateVerify: (body) => concatenate(Uint8Array.of(5, 3), body.subarray(2)) },
    'illegal_parameter',
  ],
  [
    'a signature by SHA-1',
    { certificateVerify: (body) => concatenate(Uint8Array.of(2, 3), body.subarray(2)) },
    'illegal_parameter',
  ],
  [
    'a CertificateVerify that goes on',
    { certificateVerify: (body) => concatenate(body, none, Uint8Array.of(0)) },
    'decode_error',
  ],
  ['a Finished that is wrong (4.4.4)', { finished: (body) => flip(body) }, 'decrypt_error'],
  ['a Finished that is too short', { finished: (body) => body.subarray(1) }, 'decrypt_error'],
  [
    'a CertificateRequest without signature schemes (4.3.2)',
    { flight: replace('certificate', (m) => [{ name: 'certificate_request', body: Uint8Array.of(0, 0, 0) }, m]) },
    'missing_extension',
  ],
  ['a ServerHello again', { flight: (all) => [{ name: 'server_hello', body: none }, ...all] }, 'unexpected_message'],
  ['a HelloRequest (4)', { flight: (all) => [{ name: 'hello_request', body: none }, ...all] }, 'unexpected_message'],
  [
    'handshake data after the Finished, under the old key (5.1)',
    { inner: ([first]) => [{ type: handshake, content: concatenate(first!.content, Uint8Array.of(4, 0)) }] },
    'unexpected_message',
  ],
  [
    'a message longer than is accepted',
    { inner: () => [{ type: handshake, content: Uint8Array.of(8, 0, 0x40, 1, 0) }] },
    'illegal_parameter',
  ],
]

const records: readonly Case[] = [
  ['application data before the Finished', { inner: (all) => [data, ...all] }, 'unexpected_message'],
  [
    'a record of an unknown type inside (5)',
    { inner: (all) => [{ type: 99, content: Uint8Array.of(1) }, ...all] },
    'unexpected_message',
  ],
  [
    'a record of padding alone (5.4)',
    { inner: (all) => [{ type: 0, content: new Uint8Array(9) }, ...all] },
    'unexpected_message',
  ],
  [
    'an empty handshake record (5.4)',
    { inner: (all) => [{ type: handshake, content: none }, ...all] },
    'unexpected_message',
  ],
  [
    'an empty alert (5.4)',
    { inner: (all) => [{ type: contentType.alert, content: none }, ...all] },
    'unexpected_message',
  ],
  [
    'an alert between the parts of a message',
    { inner: ([first]) => [{ type: handshake, content: first!.content.subarray(0, 3) }, data] },
    'unexpected_message',
  ],
  [
    'content of 2^14 + 1 bytes (5.2)',
    { inner: () => [{ type: handshake, content: new Uint8Array(16_385) }] },
    'record_overflow',
  ],
  [
    'a record that says 2^14 + 257 (5.2)',
    { wire: ([hello]) => [hello!, Uint8Array.of(23, 3, 3, 0x41, 0x01)] },
    'record_overflow',
  ],
  [
    'a first record that says more than any may',
    { wire: () => [Uint8Array.of(22, 3, 3, 0xff, 0xff)] },
    'record_overflow',
  ],
  [
    'a first record of no version of TLS',
    { wire: () => [Uint8Array.from(Buffer.from('HTTP/1.1 400 Bad Request'))] },
    'protocol_version',
  ],
  [
    'a byte of the first protected record changed (5.2)',
    { wire: ([hello, first]) => [hello!, flip(first!, 40)] },
    'bad_record_mac',
  ],
  ['its tag changed', { wire: ([hello, first]) => [hello!, flip(first!)] }, 'bad_record_mac'],
  [
    'a protected record too short for a tag',
    { wire: ([hello]) => [hello!, Uint8Array.of(23, 3, 3, 0, 5, 1, 2, 3, 4, 5)] },
    'bad_record_mac',
  ],
  [
    'a handshake record in the clear where it must be protected (5)',
    { wire: ([hello]) => [hello!, plainRecord({ type: handshake, content: Uint8Array.of(8, 0, 0, 2, 0, 0) })] },
    'unexpected_message',
  ],
  [
    'a ChangeCipherSpec that is none (5)',
    { wire: ([hello, ...rest]) => [hello!, plainRecord({ ...ccs, content: Uint8Array.of(2) }), ...rest] },
    'unexpected_message',
  ],
  [
    'a ChangeCipherSpec of two bytes (5)',
    { wire: ([hello, ...rest]) => [hello!, plainRecord({ ...ccs, content: Uint8Array.of(1, 1) }), ...rest] },
    'unexpected_message',
  ],
  ['a ChangeCipherSpec that is protected (5)', { inner: (all) => [ccs, ...all] }, 'unexpected_message'],
  [
    '33 of them (BoringSSL)',
    { wire: ([hello, ...rest]) => [hello!, ...Array.from({ length: 33 }, () => plainRecord(ccs)), ...rest] },
    'unexpected_message',
  ],
  ['a ChangeCipherSpec before the ServerHello', { wire: (all) => [plainRecord(ccs), ...all] }, 'unexpected_message'],
  ['an alert of one byte', { inner: () => [{ type: contentType.alert, content: Uint8Array.of(2) }] }, 'decode_error'],
  [
    'an alert of three bytes',
    { inner: () => [{ type: contentType.alert, content: Uint8Array.of(2, 40, 0) }] },
    'decode_error',
  ],
]

const alertOf = (name: Parameters<typeof encodeAlert>[0]): Script13 => ({
  plain: () => [{ type: contentType.alert, content: encodeAlert(name) }],
})

const received: readonly Case[] = [
  ['handshake_failure', alertOf('handshake_failure'), undefined, ERR_SSL_VERSION_OR_CIPHER_MISMATCH],
  ['protocol_version', alertOf('protocol_version'), undefined, ERR_SSL_VERSION_OR_CIPHER_MISMATCH],
  ['insufficient_security', alertOf('insufficient_security'), undefined, ERR_SSL_VERSION_OR_CIPHER_MISMATCH],
  ['internal_error', alertOf('internal_error'), undefined, ERR_SSL_PROTOCOL_ERROR],
  ['unrecognized_name', alertOf('unrecognized_name'), undefined, NetError.ERR_SSL_UNRECOGNIZED_NAME_ALERT],
  ['decrypt_error', alertOf('decrypt_error'), undefined, NetError.ERR_SSL_DECRYPT_ERROR_ALERT],
  ['access_denied, with no certificate asked for', alertOf('access_denied'), undefined, ERR_SSL_PROTOCOL_ERROR],
  ['close_notify', alertOf('close_notify'), undefined, ERR_CONNECTION_CLOSED],
  [
    'an alert with no name',
    { plain: () => [{ type: contentType.alert, content: Uint8Array.of(2, 255) }] },
    undefined,
    ERR_SSL_PROTOCOL_ERROR,
  ],
]

const ticket = (body: Uint8Array): Script13 => ({
  after: [{ type: handshake, content: encodeMessage('new_session_ticket', body) }],
})
const keyUpdate = (value: number): Uint8Array => encodeMessage('key_update', Uint8Array.of(value))

const afterwards: readonly Case[] = [
  ['a ticket without a ticket (4.6.1)', ticket(Uint8Array.of(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), 'decode_error'],
  ['a ticket that is cut short', ticket(Uint8Array.of(0, 0, 1, 0)), 'decode_error'],
  [
    'a KeyUpdate of an unknown kind (4.6.3)',
    { after: [{ type: handshake, content: keyUpdate(2) }] },
    'illegal_parameter',
  ],
  ['an empty KeyUpdate', { after: [{ type: handshake, content: encodeMessage('key_update', none) }] }, 'decode_error'],
  [
    'a KeyUpdate with more in its record (5.1)',
    { after: [{ type: handshake, content: concatenate(keyUpdate(0), keyUpdate(0)) }] },
    'unexpected_message',
  ],
  [
    'a CertificateRequest that was not agreed to (4.6.2)',
    { after: [{ type: handshake, content: encodeMessage('certificate_request', Uint8Array.of(0, 0, 0)) }] },
    'unexpected_message',
  ],
  [
    'a Finished again',
    { after: [{ type: handshake, content: encodeMessage('finished', new Uint8Array(32)) }] },
    'unexpected_message',
  ],
  [
    'a ChangeCipherSpec after the handshake (5)',
    { after: [data], afterWire: (all) => [plainRecord(ccs), ...all] },
    'unexpected_message',
  ],
  [
    '33 empty records (BoringSSL)',
    { after: Array.from({ length: 33 }, () => ({ type: contentType.applicationData, content: none })) },
    'unexpected_message',
  ],
  ['a record twice', { after: [data], afterWire: ([first]) => [first!, first!] }, 'bad_record_mac'],
  [
    'two records in the other order',
    { after: [data, data], afterWire: ([first, second]) => [second!, first!] },
    'bad_record_mac',
  ],
]

async function check([, script, alert, error = ERR_SSL_PROTOCOL_ERROR, client]: Case): Promise<void> {
  const outcome = await converse(new Server13(script), client)
  expect([outcome.alert, outcome.fault?.netError], outcome.fault?.message).toEqual([alert, error])
  expect(outcome.fault?.alert).toBe(alert)
}

describe('a server of TLS 1.3', () => {
  it('that does as it should is accepted', async () => {
    const outcome = await converse(new Server13({ after: [data] }))
    expect([outcome.fault?.message, outcome.secured, outcome.data]).toEqual([undefined, true, data.content])
  })

  it('may ask for another ClientHello, with a cookie', async () => {
    const outcome = await converse(new Server13({ retry: cookie, after: [data] }))
    expect([outcome.fault?.message, outcome.secured, outcome.data]).toEqual([undefined, true, data.content])
  })

  it('may send ChangeCipherSpec once the ServerHello is there', async () => {
    const server = new Server13({ wire: ([hello, ...rest]) => [hello!, plainRecord(ccs), ...rest] })
    expect((await converse(server)).secured).toBe(true)
  })

  it('may cut its flight into records of one byte', async () => {
    const server = new Server13({
      inner: ([first]) => Array.from(first!.content, (byte) => ({ type: handshake, content: Uint8Array.of(byte) })),
    })
    expect((await converse(server)).secured).toBe(true)
  })

  it('may pad its records', async () => {
    const after = [{ type: 0, content: concatenate(data.content, Uint8Array.of(23), new Uint8Array(300)) }]
    expect((await converse(new Server13({ after }))).data).toEqual(data.content)
  })

  it('may change its keys, and have the client change its own', async () => {
    const server = new Server13({ after: [{ type: handshake, content: keyUpdate(1) }] })
    const outcome = await converse(server, {}, { write: Buffer.from('hello') })
    expect([outcome.fault?.message, server.keyUpdates, server.received]).toEqual([undefined, 1, 'hello'])
  })

  it('ends its side by close_notify, and nothing is read after that', async () => {
    const after = [data, { type: contentType.alert, content: encodeAlert('close_notify') }, data]
    const outcome = await converse(new Server13({ after }))
    expect([outcome.ended, outcome.fault, outcome.data]).toEqual([true, undefined, data.content])
  })

  it('may leave close_notify out, as Chromium lets it', async () => {
    const outcome = await converse(new Server13({ after: [data] }), {}, { endOfTransport: true })
    expect([outcome.ended, outcome.fault, outcome.data]).toEqual([true, undefined, data.content])
  })

  it('that closes during the handshake is told apart from one that fails', async () => {
    const outcome = await converse(new Server13({ wire: ([hello]) => [hello!] }), {}, { endOfTransport: true })
    expect([outcome.secured, outcome.fault?.netError]).toEqual([false, ERR_CONNECTION_CLOSED])
  })

  it('whose certificate is refused hears why', async () => {
    const outcome = await converse(new Server13(), {
      verifyPeer: () =>
        Promise.resolve({ ok: false, error: NetError.ERR_CERT_AUTHORITY_INVALID, alert: 'unknown_ca', reason: 'x' }),
    })
    expect([outcome.alert, outcome.fault?.netError]).toEqual(['unknown_ca', NetError.ERR_CERT_AUTHORITY_INVALID])
  })
})

describe.each([
  ['ServerHello', serverHello],
  ['HelloRetryRequest', retry],
  ['encrypted flight', flight],
  ['records', records],
  ['alert of the server', received],
  ['after the handshake', afterwards],
] as const)('%s', (_, cases) => {
  it.each(cases.map((found) => [found[0], found] as const))('%s', (_, found) => check(found))
})
