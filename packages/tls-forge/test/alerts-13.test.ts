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
import { afterwards, received } from './faults/afterwards-13.ts'
import { ccs, cookie, data, handshake, type Fault } from './faults/fault.ts'
import { flight } from './faults/flight-13.ts'
import { retry, serverHello } from './faults/hello-13.ts'
import { records } from './faults/records-13.ts'
import { converse } from './support/conversation.ts'
import { Server13, plainRecord } from './support/server-13.ts'

const { ERR_SSL_PROTOCOL_ERROR, ERR_CONNECTION_CLOSED } = NetError
const keyUpdate = (value: number): Uint8Array => encodeMessage('key_update', Uint8Array.of(value))

async function check([, script, alert, error = ERR_SSL_PROTOCOL_ERROR, client]: Fault): Promise<void> {
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
    const hello = { type: contentType.applicationData, content: Buffer.from('hello') }
    const server = new Server13({ after: [{ type: handshake, content: keyUpdate(1) }, hello] })
    const outcome = await converse(server, {}, { echo: true })
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
