/**
 * Tests the alert that is sent for each fault of a TLS 1.2 server, and the net error that the caller gets. The faults
 * in `faults/` come from the RFCs and from test suites for clients. The alerts are those of RFC 5246, RFC 8422, RFC
 * 7627 and RFC 5746, or BoringSSL's (ssl/handshake_client.cc) if no RFC names an alert.
 */
import { describe, expect, it } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import { afterwards } from './faults/afterwards-12.ts'
import type { Fault12 } from './faults/fault.ts'
import { finish } from './faults/finish-12.ts'
import { flight } from './faults/flight-12.ts'
import { serverHello } from './faults/hello-12.ts'
import { converse } from './support/conversation.ts'
import { Server12 } from './support/server-12.ts'

async function check([, script, alert, client, error = NetError.ERR_SSL_PROTOCOL_ERROR]: Fault12): Promise<void> {
  const outcome = await converse(new Server12(script), client)
  expect([outcome.alert, outcome.fault?.netError], outcome.fault?.message).toEqual([alert, error])
  expect(outcome.fault?.alert).toBe(alert)
}

describe.each([
  ['ServerHello', serverHello],
  ['flight', flight],
  ['ticket, ChangeCipherSpec, Finished', finish],
  ['records, and after the handshake', afterwards],
] as const)('%s', (_, faults) => {
  it.each(faults.map((found) => [found[0], found] as const))('%s', (_, found) => check(found))
})
