/**
 * Options that are neither certificates nor keys are judged when they are given. Expectation: RFC 7301, section 3.1, for
 * `alpnProtocols` (with an empty name, `tls.connect` of Node 20 to 26 ends the process), and the declared types.
 */
import { describe, expect, test } from 'vitest'
import { nativeCredentials } from '@chrome-socket/x509/node'
import { checkOptionKinds } from '../src/index.ts'

const long = 'x'.repeat(255)

describe('alpnProtocols', () => {
  test.each([
    ['text', 'h2', 'has to be a list'],
    ['null', null, 'has to be a list'],
    ['a number in it', [5], 'has to be a list of text'],
    ['a hole', Array(1), 'has to be a list of text'],
    ['bytes in it', [new Uint8Array(2)], 'has to be a list of text'],
    ['an empty name', ['h2', ''], 'has to hold names of 1 to 255 octets'],
    ['a name of 256 octets', [`${long}x`], 'has to hold names of 1 to 255 octets'],
    ['a name of 256 octets in UTF-8', ['\u00e9'.repeat(128)], 'has to hold names of 1 to 255 octets'],
    ['more than an extension holds', Array(256).fill(long), 'is longer than 65,533 octets'],
  ])('%s is refused', (_, alpnProtocols, mistake) => {
    expect(() => checkOptionKinds({ alpnProtocols })).toThrow(new TypeError(`\`alpnProtocols\` ${mistake}`))
  })

  test.each([[[]], [['h2']], [[long]], [['\u00e9'.repeat(127)]], [Array(255).fill(long)], [undefined]])(
    '%j is taken',
    (alpnProtocols) => {
      expect(() => checkOptionKinds({ alpnProtocols })).not.toThrow()
    },
  )
})

test.each(['onCertificateError', 'onSecure'])('%s has to be a function', (name) => {
  for (const value of [null, true, 'x', 5, {}]) {
    expect(() => checkOptionKinds({ [name]: value })).toThrow(new TypeError(`\`${name}\` has to be a function`))
  }
  expect(() => checkOptionKinds({ [name]: () => true })).not.toThrow()
})

test.each([null, undefined, 5, 'x'])('%j is no object of options', (options) => {
  expect(() => checkOptionKinds(options)).toThrow(new TypeError('the options have to be an object'))
})

test('no value of pinnedKeys means that nothing is pinned, apart from undefined', () => {
  for (const pinnedKeys of [null, '', 0, false]) {
    expect(() => nativeCredentials({ pinnedKeys } as never)).toThrow('`pinnedKeys` has to be a list')
  }
})
