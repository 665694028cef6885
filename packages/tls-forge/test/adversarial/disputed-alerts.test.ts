/**
 * Tests each row of the table in ALERTS.md, in which RFCs and BoringSSL, or two RFCs, differ. The expectations come
 * from the sections named there and from BoringSSL's own tests (ssl/test/runner), whose names are in brackets.
 */
import { describe, expect, it } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { ClientOptions } from '../../src/handshake/context.ts'
import { concatenate } from '../../src/bytes/bytes.ts'
import { contentType } from '../../src/records/record.ts'
import { Writer } from '../../src/wire/writer.ts'
import { before, changed, data, none } from '../support/alterations.ts'
import { converse, type Outcome } from '../support/conversation.ts'
import { leaf, leafKey } from '../support/identity.ts'
import { changeCipherSpec, encodeExtensions, plainRecord, type ExtensionList } from '../support/messages.ts'
import { Server12, type Script12 } from '../support/server-12.ts'
import { Server13, type Script13 } from '../support/server-13.ts'

const ccs = plainRecord(changeCipherSpec)
const alert = (level: number, number: number): Script13 => ({
  after: [{ type: contentType.alert, content: Uint8Array.of(level, number) }, data],
})
const certificate13 = (der: Uint8Array): Uint8Array =>
  concatenate(Uint8Array.of(0), new Writer().vector(3, new Writer().vector(3, der).u16(0).finish()).finish())
const certificate12 = (der: Uint8Array): Uint8Array =>
  new Writer().vector(3, new Writer().vector(3, der).finish()).finish()
const recordVersion = (record: Uint8Array, minor: number): Uint8Array => record.with(2, minor)
/** Changes the second record, which is the first protected record. */
const changeRecord =
  (index: number, minor: number) =>
  (records: readonly Uint8Array[]): readonly Uint8Array[] =>
    records.map((record, at) => (at === index ? recordVersion(record, minor) : record))
const twice: ExtensionList = [
  [0xffff, none],
  [0xffff, none],
]
const request13 = (extensions: ExtensionList): Script13 => ({
  flight: before('certificate', {
    name: 'certificate_request',
    body: concatenate(Uint8Array.of(0), encodeExtensions(extensions)),
  }),
})
const request12 = (...types: readonly number[]): Script12 => ({
  flight: before('server_hello_done', {
    name: 'certificate_request',
    body: new Writer().vector(1, Uint8Array.from(types)).vector(2, Uint8Array.of(4, 3)).u16(0).finish(),
  }),
})
const clientCertificate = async (): Promise<Partial<ClientOptions>> => {
  const pkcs8 = new Uint8Array(leafKey.privateKey.export({ type: 'pkcs8', format: 'der' }))
  return { clientCertificate: { chain: [leaf], key: await nodeCrypto().importSigningKey(pkcs8, 'p256') } }
}

type Row<Script> = readonly [what: string, script: Script, alert: string | undefined, client?: Partial<ClientOptions>]

const rows13: readonly Row<Script13>[] = [
  [
    'a leaf that is not a certificate [GarbageCertificate-Client-TLS13]',
    { flight: changed('certificate', () => certificate13(Uint8Array.of(1, 2))) },
    'decode_error',
  ],
  [
    'a leaf with a key of an unknown kind',
    { flight: changed('certificate', () => certificate13(unknownKey())) },
    'decode_error',
  ],
  [
    'key_share in EncryptedExtensions (RFC 8446, 4.2)',
    { encryptedExtensions: [['key_share', none]] },
    'illegal_parameter',
  ],
  [
    'an unsolicited extension, twice [DuplicateExtensionClient-TLS-TLS13]',
    { encryptedExtensions: twice },
    'decode_error',
  ],
  [
    'an unsolicited extension in a ServerHello, twice',
    { hello: (f) => ({ ...f, extensions: [...f.extensions, ...twice] }) },
    'illegal_parameter',
  ],
  ['a CertificateRequest without signature_algorithms (RFC 8446, 6.2)', request13([]), 'missing_extension'],
  ['compression in a ServerHello', { hello: (f) => ({ ...f, compression: 1 }) }, 'decode_error'],
  [
    'compression in a HelloRetryRequest [TLS13-HRR-InvalidCompressionMethod]',
    { retry: (f) => ({ ...f, compression: 1 }) },
    'decode_error',
  ],
  ['a legacy_version of TLS 1.3', { hello: (f) => ({ ...f, legacyVersion: 0x0304 }) }, 'decode_error'],
  ['another session ID (RFC 8446, 4.1.3)', { hello: (f) => ({ ...f, sessionId: none }) }, 'illegal_parameter'],
  ['a warning [SendWarningAlerts-TLS13]', alert(1, 112), 'decode_error'],
  ['an alert of an unknown level [SendBogusAlertType]', alert(42, 10), 'illegal_parameter'],
  ['a fatal alert', alert(2, 40), undefined],
  [
    'an unprotected record (RFC 8446, 5)',
    {
      wire: ([hello, ...rest]) => [
        hello!,
        plainRecord({ type: contentType.handshake, content: Uint8Array.of(8, 0, 0, 2, 0, 0) }),
        ...rest,
      ],
    },
    'unexpected_message',
  ],
  [
    'another version in a protected record [CheckRecordVersion-TLS13]',
    { wire: changeRecord(1, 1) },
    'protocol_version',
  ],
]

/** Returns a certificate with the algorithm of a DSA key, whose identifier is as long as id-ecPublicKey. */
function unknownKey(): Uint8Array {
  const bytes = leaf.slice()
  const ecPublicKey = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]
  const at = bytes.findIndex((_, index) => ecPublicKey.every((byte, offset) => bytes[index + offset] === byte))
  bytes[at + 6] = 0x7f
  return bytes
}

const rows12: readonly Row<Script12>[] = [
  [
    'a leaf that is not a certificate [GarbageCertificate-Client-TLS12]',
    { flight: changed('certificate', () => certificate12(Uint8Array.of(1, 2))) },
    'decode_error',
  ],
  ['a leaf of a curve that was not offered [CheckLeafCurve]', {}, 'illegal_parameter', { groups: ['x25519'] }],
  [
    'an unsolicited extension, twice [DuplicateExtensionClient-TLS-TLS12]',
    { hello: (f) => ({ ...f, extensions: [...f.extensions, ...twice] }) },
    'decode_error',
  ],
  ['compression', { hello: (f) => ({ ...f, compression: 1 }) }, 'illegal_parameter'],
  [
    'a malformed renegotiation_info (RFC 5246, 7.2.2)',
    { hello: (f) => ({ ...f, extensions: [['renegotiation_info', Uint8Array.of(2, 7)]] }) },
    'decode_error',
  ],
  [
    'another version in a protected record [CheckRecordVersion-TLS12]',
    { wire: ([first]) => [recordVersion(first!, 1)] },
    'protocol_version',
  ],
  ['a ChangeCipherSpec before the ServerHello', { plain: (all) => [changeCipherSpec, ...all] }, 'unexpected_message'],
  [
    'a ChangeCipherSpec before the ServerHello, without an offer of TLS 1.3',
    { plain: (all) => [changeCipherSpec, ...all] },
    'unexpected_message',
    { maxVersion: 'tls1.2' },
  ],
]

const closedWith = (outcome: Outcome): unknown => [outcome.alert, outcome.fault === undefined]

describe('TLS 1.3', () => {
  it.each(rows13.map((row) => [row[0], row] as const))('%s', async (_, [, script, expected, client]) => {
    expect(closedWith(await converse(new Server13(script), client))).toEqual([expected, false])
  })

  it.each([
    ['a ServerHello in a record of TLS 1.0 (RFC 8446, 5.1)', { wire: changeRecord(0, 1) }],
    ['a ServerHello in a record of version 0x03ff', { wire: changeRecord(0, 0xff) }],
    [
      'a ChangeCipherSpec in a record of TLS 1.0 (RFC 8446, 5.1)',
      { wire: ([first, ...rest]) => [first!, recordVersion(ccs, 1), ...rest] },
    ],
    ['a ChangeCipherSpec before the ServerHello (RFC 8446, 5)', { wire: (all) => [ccs, ...all] }],
    [
      'a ChangeCipherSpec before the HelloRetryRequest',
      {
        retry: (f) => ({
          ...f,
          extensions: [
            ['supported_versions', Uint8Array.of(3, 4)],
            ['cookie', Uint8Array.of(0, 2, 1, 2)],
          ],
        }),
        wire: (all) => [ccs, ...all],
      },
    ],
  ] satisfies [string, Script13][])('takes %s', async (_, script) => {
    const outcome = await converse(new Server13({ after: [data], ...script }))
    expect([outcome.fault?.message, outcome.data]).toEqual([undefined, data.content])
  })
})

describe('TLS 1.2', () => {
  it.each(rows12.map((row) => [row[0], row] as const))('%s', async (_, [, script, expected, client]) => {
    expect(closedWith(await converse(new Server12(script), client))).toEqual([expected, false])
  })

  it.each([
    [
      'a HelloRequest during the handshake (RFC 5246, 7.4.1.1)',
      // A HelloRequest is not part of the transcript.
      { plain: ([hello, ...rest]) => [hello!, { type: contentType.handshake, content: new Uint8Array(4) }, ...rest] },
    ],
  ] satisfies [string, Script12][])('takes %s', async (_, script) => {
    const outcome = await converse(new Server12({ after: [data], ...script }))
    expect([outcome.fault?.message, outcome.data]).toEqual([undefined, data.content])
  })

  it('accepts no client certificate of this kind [CheckClientCertificateTypes]', async () => {
    const client = await clientCertificate()
    const refused = await converse(new Server12(request12(1)), client)
    expect([refused.alert, refused.fault?.netError]).toEqual([
      'handshake_failure',
      NetError.ERR_SSL_CLIENT_AUTH_NO_COMMON_ALGORITHMS,
    ])
    expect((await converse(new Server12({ ...request12(64) }), client)).alert).not.toBe('handshake_failure')
  })
})
