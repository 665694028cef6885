/**
 * Tests pins (RFC 7469, section 2.4). A pin in another notation, as other tools print it, is an error that names the
 * notation.
 */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { parsePins } from '../src/pins.ts'

const hash = createHash('sha256').update('a key').digest()
const pin = hash.toString('base64')

test('a pin in base64', () => {
  expect(parsePins([pin]).has(pin)).toBe(true)
})

test.each<[string, unknown, string]>([
  ['hexadecimal', [hash.toString('hex')], '`pinnedKeys[0]` is hexadecimal'],
  ['hexadecimal with colons', [hash.toString('hex').replaceAll(/..(?=.)/g, '$&:')], '`pinnedKeys[0]` is hexadecimal'],
  ["curl's", [pin, `sha256//${pin}`], '`pinnedKeys[1]` has a prefix'],
  ["RFC 7469's", [`pin-sha256="${pin}"`], '`pinnedKeys[0]` has a prefix'],
  ['base64url', ['_'.repeat(42) + 'A'], '`pinnedKeys[0]` is base64url'],
  ['without its last character', [pin.slice(0, 43)], '`pinnedKeys[0]`'],
  ['SHA-1', [createHash('sha1').update('a').digest('base64')], '`pinnedKeys[0]` is not a SHA-256 hash in base64'],
  ['bytes', [hash], '`pinnedKeys[0]` is not text'],
  ['none', [], '`pinnedKeys` is empty'],
  ['a pin alone', pin, '`pinnedKeys` has to be a list'],
])('%s is an error', (_, pins, message) => {
  expect(() => parsePins(pins as string[])).toThrow(message)
})
