/**
 * Tests that the work for a handshake message in very many fragments (RFC 8446, section 5.1) is proportional to its
 * length.
 */
import { afterEach, expect, it, vi } from 'vitest'
import { encodeMessage, MessageReader } from '../../src/wire/handshake-message.ts'

afterEach(() => void vi.restoreAllMocks())

it('a message of 100 KB in fragments of one byte is not copied for each fragment', () => {
  const body = Uint8Array.from({ length: 102_400 }, (_, index) => index % 251)
  const bytes = encodeMessage('certificate', body)
  const later = encodeMessage('finished', Uint8Array.of(1, 2, 3))
  const set = vi.spyOn(Uint8Array.prototype, 'set')
  const reader = new MessageReader()
  const taken: Uint8Array[] = []
  for (const byte of [...bytes, ...later]) {
    reader.push(Uint8Array.of(byte))
    const message = reader.next()
    if (message !== undefined) taken.push(message.body)
  }
  const copied = set.mock.calls.reduce((sum, [source]) => sum + source.length, 0)
  expect(taken.map((message) => Buffer.compare(message, message.length === 3 ? later.subarray(4) : body))).toEqual([
    0, 0,
  ])
  expect(copied).toBeLessThan(10 * bytes.length)
  expect(reader.pending).toBe(false)
})
