/**
 * Tests deviations of a TLS 1.3 server that a client must accept (RFC 8446), or that Chromium accepts.
 */
import { describe, expect, it } from 'vitest'
import type { ClientOptions } from '../src/handshake/context.ts'
import { encodeAlert } from '../src/wire/alert.ts'
import { concatenate } from '../src/bytes/bytes.ts'
import { contentType } from '../src/records/record.ts'
import { Writer } from '../src/wire/writer.ts'
import { ticketWith } from './faults/afterwards-13.ts'
import { request } from './faults/certificate-request-13.ts'
import { offering13 } from './faults/offered-session.ts'
import {
  alert,
  cutInto,
  data,
  handshake,
  message,
  none,
  repeated,
  retryWithCookie,
  schemes,
} from './support/alterations.ts'
import { converse } from './support/conversation.ts'
import { changeCipherSpec, plainRecord, type Piece } from './support/messages.ts'
import { Server13, type Script13 } from './support/server-13.ts'

const keyUpdate = (value: number): Piece => message('key_update', Uint8Array.of(value))

const tolerated: readonly (readonly [what: string, script: Script13, client?: Partial<ClientOptions>])[] = [
  ['no deviation', {}],
  ['a HelloRetryRequest with a cookie', { retry: retryWithCookie }],
  [
    'a CertificateRequest with authorities and schemes for certificates',
    request(
      ...schemes,
      ['certificate_authorities', Uint8Array.of(0, 3, 0, 1, 1)],
      ['signature_algorithms_cert', Uint8Array.of(0, 2, 4, 3)],
    ),
  ],
  ['a CertificateRequest with an unknown extension', request(...schemes, [0x1234, none])],
  [
    'a CertificateRequest of 20 KB, as some servers send for all authorities they know',
    { ...request(...schemes, ['certificate_authorities', authorities(20_000)]), inner: cutInto(16_384) },
  ],
  [
    'supported_groups in EncryptedExtensions',
    { encryptedExtensions: [['supported_groups', Uint8Array.of(0, 2, 0, 23)]] },
  ],
  ['an empty server_name', { encryptedExtensions: [['server_name', none]] }],
  [
    'an application protocol that was offered',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 3, 2, 104, 50)]] },
    { alpnProtocols: ['h2'] },
  ],
  ['a session that it does not resume', {}, offering13()],
  ['32 empty records of data', { after: [...repeated(32, { ...data, content: none }), data] }],
  ['four user_canceled', { after: [...repeated(4, alert(1, 90)), data] }],
  ['a ticket with early_data', ticketWith(['early_data', Uint8Array.of(0, 0, 1, 0)])],
  ['a ticket with unknown extensions', ticketWith([0x1234, none], [0x0a0a, none])],
  [
    'content and padding of 2^14 + 1 bytes',
    { after: [{ type: 0, content: concatenate(data.content, Uint8Array.of(23), new Uint8Array(16_384 - 4)) }] },
  ],
  ['a flight in records of 100 bytes', { inner: cutInto(100) }],
]

function authorities(length: number): Uint8Array {
  const list = new Writer()
  list.vector(2, () => {
    for (let made = 0; made < length; made += 1002) list.vector(2, new Uint8Array(1000))
  })
  return list.finish()
}

describe('a server of TLS 1.3 is accepted with', () => {
  it.for(tolerated)('%s', async ([, script, client]) => {
    const outcome = await converse(new Server13({ after: [data], ...script }), client)
    expect([outcome.fault?.message, outcome.secured, outcome.data]).toEqual([undefined, true, data.content])
  })
})

describe('a server of TLS 1.3', () => {
  it('may send ChangeCipherSpec after the ServerHello', async () => {
    const server = new Server13({ wire: ([hello, ...rest]) => [hello!, plainRecord(changeCipherSpec), ...rest] })
    expect((await converse(server)).secured).toBe(true)
  })

  it('may split its flight into records of one byte', async () => {
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
    const hello = { type: contentType.applicationData, content: Buffer.from('hello') }
    const server = new Server13({ after: [keyUpdate(1), hello] })
    const outcome = await converse(server, {}, { echo: true })
    expect([outcome.fault?.message, server.keyUpdates, server.received]).toEqual([undefined, 1, 'hello'])
  })

  it('ends its side by close_notify, after which nothing is read', async () => {
    const after = [data, { type: contentType.alert, content: encodeAlert('close_notify') }, data]
    const outcome = await converse(new Server13({ after }))
    expect([outcome.ended, outcome.fault, outcome.data]).toEqual([true, undefined, data.content])
  })

  it('may leave out close_notify, as in Chromium', async () => {
    const outcome = await converse(new Server13({ after: [data] }), {}, { endOfTransport: true })
    expect([outcome.ended, outcome.fault, outcome.data]).toEqual([true, undefined, data.content])
  })
})
