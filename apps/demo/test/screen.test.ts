import { expect, test } from 'vitest'
import { formatValue } from '../src/screen/format-value.ts'
import { paletteFor } from '../src/screen/paint.ts'

test('values are shown as JavaScript, bytes as what they say', () => {
  expect(formatValue({ resultCode: 5, data: new TextEncoder().encode('hello').buffer })).toBe(
    '{ resultCode: 5, data: ‹hello› }',
  )
  expect(formatValue(Uint8Array.of(0xde, 0xad, 0xbe, 0xef))).toBe('‹de ad be ef›')
  expect(formatValue(new TextEncoder().encode('a\r\nb'))).toBe('‹a\\r\\nb›')
  expect(formatValue(new Uint8Array(1000).fill(0x61))).toBe(`‹${'a'.repeat(24)}…› 1000 bytes`)
  expect(formatValue(['a', 'b'])).toBe("['a', 'b']")
  expect(formatValue([null, undefined, true, -1])).toBe('[null, undefined, true, -1]')
  expect(formatValue({})).toBe('{}')
})

test('colours are for terminals whose user has not declined them', () => {
  expect(paletteFor({ isTTY: true }, {}).bad('x')).toBe('\x1b[31mx\x1b[39m')
  expect(paletteFor({ isTTY: true }, { NO_COLOR: '' }).bad('x')).not.toBe('x')
  expect(paletteFor({ isTTY: true }, { NO_COLOR: '1' }).bad('x')).toBe('x')
  expect(paletteFor({ isTTY: true }, { TERM: 'dumb' }).bad('x')).toBe('x')
  expect(paletteFor({}, {}).bad('x')).toBe('x')
})
