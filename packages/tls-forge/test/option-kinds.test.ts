/** The options that only forgeTls has are judged when they are given. Expectation: their declared types. */
import { expect, test } from 'vitest'
import { forgeTls } from '../src/index.ts'

const noFunction = 'has to be a function'
const noBoolean = 'has to be true or false'

test.each([
  [{ certificateProfile: 'Strict' }, '`certificateProfile` has to be chromium or strict'],
  [{ crypto: 5 }, '`crypto` has to be an object'],
  [{ crypto: {} }, '`crypto` is no CryptoProvider'],
  [{ keyLog: 'keys.log' }, `\`keyLog\` ${noFunction}`],
  [{ now: 5 }, `\`now\` ${noFunction}`],
  [{ onFailure: null }, `\`onFailure\` ${noFunction}`],
  [{ onCertificateError: true }, `\`onCertificateError\` ${noFunction}`],
  [{ legacyVersions: 'false' }, `\`legacyVersions\` ${noBoolean}`],
  [{ legacyCipherSuites: 1 }, `\`legacyCipherSuites\` ${noBoolean}`],
  [{ sessionCache: null }, `\`sessionCache\` ${noBoolean}`],
  [{ pinnedKeys: '' }, '`pinnedKeys` has to be a list'],
  [{ alpnProtocols: [''] }, '`alpnProtocols` has to hold names of 1 to 255 octets'],
])('%j', (options, message) => {
  expect(() => forgeTls(options as never)).toThrow(new TypeError(message))
})
