/**
 * Which alert goes out for each fault of a server of TLS 1.2, and which net error the caller gets.
 * Alerts: RFC 5246, RFC 8422, RFC 7627, RFC 5746; where they leave room, BoringSSL's (ssl/handshake_client.cc).
 */
import { describe, expect, it } from 'vitest'
import { NetError } from '@chrome-socket/api'
import { SessionCache } from '../src/handshake/session.ts'
import type { ClientOptions } from '../src/handshake/context.ts'
import { encodeAlert } from '../src/wire/alert.ts'
import { concatenate } from '../src/wire/bytes.ts'
import { encodeMessage } from '../src/wire/handshake-message.ts'
import { contentType } from '../src/wire/record.ts'
import { converse } from './support/conversation.ts'
import { Server12, changeCipherSpec, type Script12 } from './support/server-12.ts'
import { issue, keyUsage, makeKey } from './x509/certificate-maker.ts'
import { anchor, type ExtensionList, type HelloFields, type Message } from './support/server-13.ts'

const none = new Uint8Array(0)
const { handshake } = contentType
const data = { type: contentType.applicationData, content: Uint8Array.of(1, 2, 3) }
const flip = (bytes: Uint8Array, index = bytes.length - 1): Uint8Array => {
  const copy = bytes.slice()
  copy[index] = (copy[index] ?? 0) ^ 1
  return copy
}
const withExtensions =
  (...more: ExtensionList) =>
  (fields: HelloFields): HelloFields => ({ ...fields, extensions: [...fields.extensions, ...more] })
const instead =
  (name: Message['name'], ...others: readonly Message[]) =>
  (messages: readonly Message[]): readonly Message[] =>
    messages.flatMap((message) => (message.name === name ? others : [message]))
const certificate = (der: Uint8Array): Message => ({
  name: 'certificate',
  body: concatenate(
    Uint8Array.of(0, (der.length + 3) >> 8, (der.length + 3) & 255, 0, der.length >> 8, der.length & 255),
    der,
  ),
})
const rsaLeaf = (): Uint8Array =>
  issue({ subject: 'x', issuer: anchor.subject, signer: anchor.key, key: makeKey('rsa2048') })
const encipherOnly = (): Uint8Array =>
  issue({ subject: 'x', issuer: anchor.subject, signer: anchor.key, key: makeKey(), extensions: [keyUsage(2)] })
const warning = (number: number): { type: number; content: Uint8Array } => ({
  type: contentType.alert,
  content: Uint8Array.of(1, number),
})

type Case = readonly [
  what: string,
  script: Script12,
  alert: string | undefined,
  error?: number,
  client?: Partial<ClientOptions>,
]

const cases: readonly Case[] = [
  ['a cipher suite that was not offered', { hello: (f) => ({ ...f, suite: 0x002f }) }, 'illegal_parameter'],
  ['a cipher suite of TLS 1.3', { hello: (f) => ({ ...f, suite: 0x1301 }) }, 'illegal_parameter'],
  ['compression', { hello: (f) => ({ ...f, compression: 1 }) }, 'illegal_parameter'],
  ['an extension nobody asked for', { hello: withExtensions([0x1234, none]) }, 'unsupported_extension'],
  [
    'supported_versions when it was not asked for',
    { hello: withExtensions(['supported_versions', Uint8Array.of(3, 3)]) },
    'unsupported_extension',
    NetError.ERR_SSL_PROTOCOL_ERROR,
    { maxVersion: 'tls1.2' },
  ],
  ['key_share', { hello: withExtensions(['key_share', none]) }, 'illegal_parameter'],
  ['an extension twice', { hello: withExtensions(['extended_master_secret', none]) }, 'decode_error'],
  [
    'an extended_master_secret with content',
    { hello: (f) => ({ ...f, extensions: [['extended_master_secret', Uint8Array.of(1)]] }) },
    'decode_error',
  ],
  [
    'a renegotiation_info of an earlier connection (RFC 5746, 3.4)',
    { hello: (f) => ({ ...f, extensions: [['renegotiation_info', Uint8Array.of(1, 7)]] }) },
    'handshake_failure',
  ],
  [
    'a renegotiation_info that is malformed',
    { hello: (f) => ({ ...f, extensions: [['renegotiation_info', Uint8Array.of(2, 7)]] }) },
    'decode_error',
  ],
  [
    'no uncompressed points (RFC 8422, 5.2)',
    { hello: withExtensions(['ec_point_formats', Uint8Array.of(1, 1)]) },
    'illegal_parameter',
  ],
  [
    'an empty list of certificates',
    { flight: instead('certificate', { name: 'certificate', body: Uint8Array.of(0, 0, 0) }) },
    'decode_error',
  ],
  [
    'a certificate with a key of another kind than the suite wants',
    { flight: instead('certificate', certificate(rsaLeaf())) },
    'illegal_parameter',
  ],
  [
    'a certificate whose key may not sign',
    { flight: instead('certificate', certificate(encipherOnly())) },
    'illegal_parameter',
    NetError.ERR_SSL_KEY_USAGE_INCOMPATIBLE,
  ],
  ['no Certificate', { flight: instead('certificate') }, 'unexpected_message'],
  ['no ServerKeyExchange', { flight: instead('server_key_exchange') }, 'unexpected_message'],
  [
    'a ServerHelloDone with content',
    { flight: instead('server_hello_done', { name: 'server_hello_done', body: Uint8Array.of(1) }) },
    'decode_error',
  ],
  [
    'a message in the record of the ServerHelloDone, after it',
    {
      plain: (all) =>
        all.map((p, index) =>
          index === 3 ? { ...p, content: concatenate(p.content, encodeMessage('hello_request', none)) } : p,
        ),
    },
    'unexpected_message',
  ],
  [
    'a CertificateStatus that was not asked for',
    {
      flight: (all) => [
        ...all.slice(0, 2),
        { name: 'certificate_status', body: Uint8Array.of(1, 0, 0, 0) },
        ...all.slice(2),
      ],
    },
    'unexpected_message',
  ],
  [
    'a curve without a name',
    { parameters: (bytes) => concatenate(Uint8Array.of(1), bytes.subarray(1)) },
    'decode_error',
  ],
  [
    'a group that was not offered',
    { parameters: (bytes) => concatenate(Uint8Array.of(3, 0, 25), bytes.subarray(3)) },
    'illegal_parameter',
  ],
  [
    'a public key that gives a secret of zeros',
    { parameters: (bytes) => concatenate(bytes.subarray(0, 4), new Uint8Array(32)) },
    'illegal_parameter',
  ],
  [
    'a public key of the wrong length',
    { parameters: (bytes) => concatenate(bytes.subarray(0, 3), Uint8Array.of(31), bytes.subarray(5)) },
    'illegal_parameter',
  ],
  ['a signature that is wrong', { signature: (bytes) => flip(bytes) }, 'decrypt_error'],
  [
    'a signature by SHA-1',
    { signature: (bytes) => concatenate(Uint8Array.of(2, 3), bytes.subarray(2)) },
    'illegal_parameter',
  ],
  [
    'a signature by a scheme of another kind of key',
    { signature: (bytes) => concatenate(Uint8Array.of(8, 4), bytes.subarray(2)) },
    'illegal_parameter',
  ],
  ['a ServerKeyExchange that goes on', { signature: (bytes) => concatenate(bytes, Uint8Array.of(0)) }, 'decode_error'],
  ['a ServerKeyExchange that is cut short', { signature: (bytes) => bytes.subarray(0, 9) }, 'decode_error'],
  ['a Finished that is wrong', { finished: (body) => flip(body) }, 'decrypt_error'],
  ['a Finished that is too long', { finished: (body) => concatenate(body, Uint8Array.of(0)) }, 'decrypt_error'],
  ['no ChangeCipherSpec', { beforeFinished: [] }, 'unexpected_message'],
  [
    'a ChangeCipherSpec that is none',
    { beforeFinished: [{ ...changeCipherSpec, content: Uint8Array.of(2) }] },
    'illegal_parameter',
  ],
  [
    'a ChangeCipherSpec too early',
    { plain: (all) => [...all.slice(0, 1), changeCipherSpec, ...all.slice(1)] },
    'unexpected_message',
  ],
  [
    'a ChangeCipherSpec in the middle of a message',
    { plain: ([first]) => [{ type: handshake, content: first!.content.subarray(0, 9) }, changeCipherSpec] },
    'unexpected_message',
  ],
  [
    'a ticket that nobody announced',
    {
      beforeFinished: [
        { type: handshake, content: encodeMessage('new_session_ticket', new Uint8Array(6)) },
        changeCipherSpec,
      ],
    },
    'unexpected_message',
  ],
  ['a tag that is wrong', { wire: ([first]) => [flip(first!)] }, 'bad_record_mac'],
  [
    'a record under another type',
    { wire: ([first]) => [concatenate(Uint8Array.of(23), first!.subarray(1))] },
    'bad_record_mac',
  ],
  [
    'a protected record too short for its tag',
    { wire: () => [Uint8Array.of(22, 3, 3, 0, 3, 1, 2, 3)] },
    'bad_record_mac',
  ],
  ['a record of another version', { wire: ([first]) => [flip(first!, 2)] }, 'protocol_version'],
  ['a record that says 2^14 + 2049', { wire: () => [Uint8Array.of(22, 3, 3, 0x48, 0x01)] }, 'record_overflow'],
  [
    'a wish to renegotiate (BoringSSL)',
    { after: [{ type: handshake, content: encodeMessage('hello_request', none) }] },
    'no_renegotiation',
  ],
  [
    'any other handshake message afterwards',
    { after: [{ type: handshake, content: encodeMessage('finished', new Uint8Array(12)) }] },
    'unexpected_message',
  ],
  ['five warnings in a row (BoringSSL)', { after: Array.from({ length: 5 }, () => warning(90)) }, 'unexpected_message'],
  [
    'an alert of an unknown level',
    { after: [{ type: contentType.alert, content: Uint8Array.of(3, 0x28) }] },
    'illegal_parameter',
  ],
  [
    'bad_record_mac from the server',
    { after: [{ type: contentType.alert, content: encodeAlert('bad_record_mac') }] },
    undefined,
    NetError.ERR_SSL_BAD_RECORD_MAC_ALERT,
  ],
  [
    'handshake_failure in the middle',
    {
      flight: (all) => all.slice(0, 1),
      plain: (all) => [...all, { type: contentType.alert, content: encodeAlert('handshake_failure') }],
    },
    undefined,
  ],
]

describe('a server of TLS 1.2', () => {
  it('that does as it should is accepted', async () => {
    const outcome = await converse(new Server12({ after: [data] }))
    expect([outcome.fault?.message, outcome.secured, outcome.data]).toEqual([undefined, true, data.content])
  })

  it('may warn, as for a name that it does not know, and send HelloRequest while the handshake runs', async () => {
    const server = new Server12({
      plain: (all) => [
        warning(112),
        ...all.slice(0, 1),
        { type: handshake, content: encodeMessage('hello_request', none) },
        ...all.slice(1),
      ],
    })
    expect((await converse(server)).secured).toBe(true)
  })

  it('may change its mind about a ticket', async () => {
    const sessions = new SessionCache().store('x')
    const outcome = await converse(new Server12({ ticket: new Uint8Array(6) }), { sessions })
    expect([outcome.secured, sessions.take(Date.now())]).toEqual([true, undefined])
  })

  it('gives a ticket that is kept with its lifetime', async () => {
    const sessions = new SessionCache().store('x')
    const ticket = Uint8Array.of(0, 0, 1, 0, 0, 2, 7, 8)
    await converse(new Server12({ ticket }), { sessions, now: () => 1_000_000 })
    const session = sessions.take(1_000_001)
    expect([session?.ticket, session?.expiresAt]).toEqual([Uint8Array.of(7, 8), 1_000_000 + 256_000])
  })

  it.each(cases.map((found) => [found[0], found] as const))('%s', async (_, found) => {
    const [, script, alert, error = NetError.ERR_SSL_PROTOCOL_ERROR, client] = found
    const outcome = await converse(new Server12(script), client)
    expect([outcome.alert, outcome.fault?.netError], outcome.fault?.message).toEqual([alert, error])
  })
})
