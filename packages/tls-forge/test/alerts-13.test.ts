/**
 * Tests the alert that is sent for each fault of a TLS 1.3 server, and the net error that the caller gets. The faults
 * in `faults/` come from the RFC and from test suites for clients. The alerts are those of RFC 8446, by the sections
 * named, or BoringSSL's (ssl/test/runner, ssl/tls13_client.cc) if the RFC names no alert.
 */
import { describe, expect, it } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import { afterwards } from './faults/afterwards-13.ts'
import { alertsOfServer } from './faults/alerts-of-server-13.ts'
import { authentication } from './faults/authentication-13.ts'
import { certificateRequest } from './faults/certificate-request-13.ts'
import { encryptedExtensions } from './faults/encrypted-extensions-13.ts'
import type { Fault13 } from './faults/fault.ts'
import { serverHello } from './faults/hello-13.ts'
import { offering13 } from './faults/offered-session.ts'
import { records } from './faults/records-13.ts'
import { retry } from './faults/retry-13.ts'
import { sessions } from './faults/sessions-13.ts'
import { none, psk, withExtensions } from './support/alterations.ts'
import { converse } from './support/conversation.ts'
import { Server13 } from './support/server-13.ts'

const { ERR_SSL_PROTOCOL_ERROR, ERR_CONNECTION_CLOSED } = NetError

async function check([, script, alert, client, error = ERR_SSL_PROTOCOL_ERROR]: Fault13): Promise<void> {
  const outcome = await converse(new Server13(script), client)
  expect([outcome.alert, outcome.fault?.netError], outcome.fault?.message).toEqual([alert, error])
  expect(outcome.fault?.alert).toBe(alert)
}

describe.each([
  ['ServerHello', serverHello],
  ['session', sessions],
  ['HelloRetryRequest', retry],
  ['EncryptedExtensions', encryptedExtensions],
  ['CertificateRequest', certificateRequest],
  ['Certificate, CertificateVerify, Finished', authentication],
  ['records', records],
  ['alerts of the server', alertsOfServer],
  ['after the handshake', afterwards],
] as const)('%s', (_, faults) => {
  it.each(faults.map((found) => [found[0], found] as const))('%s', (_, found) => check(found))
})

describe('a server of TLS 1.3', () => {
  it('that closes during the handshake has another error than a server that fails', async () => {
    const outcome = await converse(new Server13({ wire: ([hello]) => [hello!] }), {}, { endOfTransport: true })
    expect([outcome.secured, outcome.fault?.netError]).toEqual([false, ERR_CONNECTION_CLOSED])
  })

  it('whose certificate is refused gets the alert for that fault', async () => {
    const outcome = await converse(new Server13(), {
      verifyPeer: () =>
        Promise.resolve({ ok: false, error: NetError.ERR_CERT_AUTHORITY_INVALID, alert: 'unknown_ca', reason: 'x' }),
    })
    expect([outcome.alert, outcome.fault?.netError]).toEqual(['unknown_ca', NetError.ERR_CERT_AUTHORITY_INVALID])
  })

  it('that resumes a session without its key is refused', async () => {
    const server = new Server13({ hello: withExtensions(...psk(0)) })
    // Such a server cannot read the alert either.
    const deaf = { alert: undefined, receive: (bytes: Uint8Array) => server.receive(bytes).catch(() => none) }
    const outcome = await converse(deaf, offering13())
    expect([outcome.secured, outcome.fault?.alert]).toEqual([false, 'bad_record_mac'])
  })
})
