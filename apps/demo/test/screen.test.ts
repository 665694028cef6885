import { PassThrough } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { formatValue } from '../src/screen/format-value.ts'
import { paletteFor } from '../src/screen/paint.ts'
import { Screen } from '../src/screen/screen.ts'
import { outputFor, visibleControls } from '../src/screen/visible-controls.ts'

test('values are shown as JavaScript, and bytes as their text', () => {
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

test('colours are used on terminals unless the user turns them off', () => {
  expect(paletteFor({ isTTY: true }, {}).bad('x')).toBe('\x1b[31mx\x1b[39m')
  expect(paletteFor({ isTTY: true }, { NO_COLOR: '' }).bad('x')).not.toBe('x')
  expect(paletteFor({ isTTY: true }, { NO_COLOR: '1' }).bad('x')).toBe('x')
  expect(paletteFor({ isTTY: true }, { TERM: 'dumb' }).bad('x')).toBe('x')
  expect(paletteFor({}, {}).bad('x')).toBe('x')
})

test('no line is wider than 80 columns on a screen of 80 columns', () => {
  let text = ''
  const screen = new Screen(paletteFor({}), 80, (part) => (text += part))
  const info = "{ connected: true, localAddress: '127.0.0.1', localPort: 36538, peerAddress: '127.0.0.1', peerPort: 1 }"
  screen.call('getInfo', '1', '1').finish(info, 'good', 'net::ERR_SOMETHING_WITH_A_LONG_NAME')
  screen.call('destroy', '1', '1').finish('undefined', 'good')
  expect(text.split('\n').every((line) => line.length <= 80)).toBe(true)
  expect(text.replaceAll(/\n +/g, ' ')).toContain(info)
})

test("a server's escape codes become visible on a terminal, and reach a file unchanged", async () => {
  expect(visibleControls('a\tb\r\n\x1b[2J\x07\x9b1m\x7f c\rd')).toBe('a\tb\r\n␛[2J␇\\x9b1m␡ c␍d')
  const file = new PassThrough()
  expect(outputFor(file)).toBe(file)
  const terminal = Object.assign(new PassThrough(), { isTTY: true })
  const output = outputFor(terminal)
  for (const part of ['ü', '\x1b[31m', '\r', '\n', '\r']) output.write(Buffer.from(part))
  await new Promise<void>((resolve) => output.end(resolve))
  terminal.end()
  expect(await textOf(terminal)).toBe('ü␛[31m\r\n␍')
})
