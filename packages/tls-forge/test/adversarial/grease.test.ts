/**
 * Tests GREASE from a server (RFC 8701): the values that a client "MUST reject … when negotiated by the server"
 * (section 3.1), and the values that it must ignore because a server may offer them (section 4).
 */
import { describe, expect, it } from 'vitest'
import { concatenate } from '../../src/bytes/bytes.ts'
import { encodeMessage } from '../../src/wire/handshake-message.ts'
import { contentType } from '../../src/records/record.ts'
import { Writer } from '../../src/wire/writer.ts'
import { before, data, none, versions } from '../support/alterations.ts'
import { converse } from '../support/conversation.ts'
import { encodeExtensions, type ExtensionList, type Message } from '../support/messages.ts'
import { Server12, type Script12 } from '../support/server-12.ts'
import { Server13, type Script13 } from '../support/server-13.ts'

const grease = 0x3a3a
const extension: ExtensionList = [[grease, none]]
const scheme = (body: Uint8Array): Uint8Array => concatenate(Uint8Array.of(0x3a, 0x3a), body.subarray(2))
const certificate = (messages: readonly Message[]): readonly Message[] =>
  messages.map(({ name, body }) =>
    // The entry's own extensions are its last two bytes.
    name === 'certificate' ? { name, body: withExtension(body) } : { name, body },
  )
function withExtension(body: Uint8Array): Uint8Array {
  const entry = concatenate(body.subarray(4, -2), encodeExtensions(extension))
  return new Writer().u8(0).vector(3, entry).finish()
}

const refused13: readonly (readonly [string, Script13, string])[] = [
  [
    'a version in the ServerHello',
    {
      hello: (f) => ({
        ...f,
        extensions: [['supported_versions', Uint8Array.of(0x3a, 0x3a)], ...f.extensions.slice(1)],
      }),
    },
    'illegal_parameter',
  ],
  [
    'a version in a HelloRetryRequest',
    { retry: (f) => ({ ...f, extensions: [['supported_versions', Uint8Array.of(0x3a, 0x3a)]] }) },
    'illegal_parameter',
  ],
  ['a cipher suite in the ServerHello', { hello: (f) => ({ ...f, suite: grease }) }, 'illegal_parameter'],
  [
    'an extension in the ServerHello',
    { hello: (f) => ({ ...f, extensions: [...f.extensions, ...extension] }) },
    'unsupported_extension',
  ],
  [
    'an extension in a HelloRetryRequest',
    { retry: (f) => ({ ...f, extensions: [...versions, ['cookie', Uint8Array.of(0, 1, 1)], ...extension] }) },
    'unsupported_extension',
  ],
  ['an extension in EncryptedExtensions', { encryptedExtensions: extension }, 'unsupported_extension'],
  ['an extension in the Certificate', { flight: certificate }, 'unsupported_extension'],
  ['a signature scheme in the CertificateVerify', { certificateVerify: scheme }, 'illegal_parameter'],
  [
    'a group in a HelloRetryRequest',
    { retry: (f) => ({ ...f, extensions: [...versions, ['key_share', Uint8Array.of(0x3a, 0x3a)]] }) },
    'illegal_parameter',
  ],
]

const refused12: readonly (readonly [string, Script12, string])[] = [
  ['a cipher suite in the ServerHello', { hello: (f) => ({ ...f, suite: grease }) }, 'illegal_parameter'],
  ['a version in the ServerHello', { hello: (f) => ({ ...f, legacyVersion: grease }) }, 'protocol_version'],
  [
    'an extension in the ServerHello',
    { hello: (f) => ({ ...f, extensions: [...f.extensions, ...extension] }) },
    'unsupported_extension',
  ],
  [
    'a curve in the ServerKeyExchange',
    { parameters: (bytes) => concatenate(bytes.subarray(0, 1), scheme(bytes.subarray(1))) },
    'illegal_parameter',
  ],
  ['a signature algorithm in the ServerKeyExchange', { signature: scheme }, 'illegal_parameter'],
]

const request13 = concatenate(
  Uint8Array.of(0),
  encodeExtensions([['signature_algorithms', Uint8Array.of(0, 4, 0x3a, 0x3a, 4, 3)], ...extension]),
)
const request12 = new Writer()
  .vector(1, Uint8Array.of(64, 0x3a))
  .vector(2, Uint8Array.of(0x3a, 0x3a, 4, 3))
  .u16(0)
  .finish()
const ticket = new Writer()
  .u32(3600)
  .u32(1)
  .vector(1, Uint8Array.of(1))
  .vector(2, Uint8Array.of(7))
  .bytes(encodeExtensions(extension))
  .finish()

describe('GREASE that a server chooses is refused:', () => {
  it.each(refused13)('TLS 1.3, %s', async (_, script, alert) => {
    expect((await converse(new Server13(script))).alert).toBe(alert)
  })

  it.each(refused12)('TLS 1.2, %s', async (_, script, alert) => {
    expect((await converse(new Server12(script))).alert).toBe(alert)
  })
})

describe('GREASE that a server offers is ignored:', () => {
  it.each([
    [
      'in a ticket',
      { after: [{ type: contentType.handshake, content: encodeMessage('new_session_ticket', ticket) }, data] },
    ],
    [
      'in a CertificateRequest',
      { flight: before('certificate', { name: 'certificate_request', body: request13 }), after: [data] },
    ],
  ] satisfies [string, Script13][])('TLS 1.3, %s', async (_, script) => {
    const outcome = await converse(new Server13(script))
    expect([outcome.fault?.message, outcome.secured]).toEqual([undefined, true])
  })

  it('TLS 1.2, in a CertificateRequest', async () => {
    const flight = before('server_hello_done', { name: 'certificate_request', body: request12 })
    const outcome = await converse(new Server12({ flight, after: [data] }))
    expect([outcome.fault?.message, outcome.secured]).toEqual([undefined, true])
  })
})
