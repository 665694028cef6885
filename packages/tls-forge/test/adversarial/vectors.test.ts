/**
 * Tests that a vector whose length does not fit is never written (RFC 8446, section 3.4).
 */
import { expect, it } from 'vitest'
import { Writer } from '../../src/wire/writer.ts'
import { converse } from '../support/conversation.ts'
import { Server13 } from '../support/server-13.ts'

it.each([
  [1, 255],
  [2, 65_535],
] as const)('a vector with a length of %i bytes holds at most %i', (lengthBytes, most) => {
  expect(new Writer().vector(lengthBytes, new Uint8Array(most)).length).toBe(lengthBytes + most)
  expect(() => new Writer().vector(lengthBytes, new Uint8Array(most + 1))).toThrow('too long')
})

it('an application protocol that is too long ends the handshake before it begins', async () => {
  const outcome = await converse(new Server13(), { alpnProtocols: ['x'.repeat(256)] })
  expect([outcome.secured, outcome.fault?.alert]).toEqual([false, 'internal_error'])
})
