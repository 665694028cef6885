/**
 * Tests the default crypto provider: `node:crypto` if the runtime has it, else WebCrypto, else JavaScript. The module runs in a
 * realm of its own, because Node itself needs the `process` of this one.
 */
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { rolldown } from 'rolldown'
import { beforeAll, expect, it } from 'vitest'
import { defaultCrypto } from '../src/crypto/default.ts'
import type { CryptoProvider } from '../src/crypto/provider.ts'

/** The module and all that it may load, as one script, like in a page's bundle. */
let script = ''

beforeAll(async () => {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('../src/crypto/default.ts', import.meta.url)),
    platform: 'browser',
    resolve: { conditionNames: ['@chrome-socket/source', 'import', 'browser', 'default'] },
    logLevel: 'silent',
  })
  const { output } = await bundle.generate({ format: 'iife', name: 'loaded', codeSplitting: false })
  expect(output).toHaveLength(1)
  script = output[0].code
}, 60_000)

/** The globals of a page that cryptography can need. ECMAScript's own come with the realm. */
const ofPages = { crypto, TextEncoder, TextDecoder, performance, setTimeout, clearTimeout, queueMicrotask }

/** Makes a realm with these globals and ECMAScript's, and no others. */
function realmWith(globals: Readonly<Record<string, unknown>>): object {
  const realm = createContext({ ...globals })
  runInContext(script, realm)
  return realm
}

async function nameIn(realm: object): Promise<string> {
  const { defaultCrypto } = runInContext('loaded', realm) as { defaultCrypto(): Promise<CryptoProvider> }
  return (await defaultCrypto()).name
}

it('is node:crypto if the runtime has it', async () => {
  expect((await defaultCrypto()).name).toBe('node:crypto')
  expect(await nameIn(realmWith({ ...ofPages, process }))).toBe('node:crypto')
})

it('is WebCrypto where there is no process and no module of Node, as in a page', async () => {
  const realm = realmWith(ofPages)
  expect(runInContext('[typeof process, typeof require, typeof Buffer]', realm)).toEqual(Array(3).fill('undefined'))
  expect(await nameIn(realm)).toBe('WebCrypto')
})

it.each([
  ['the process of a bundler', { env: {} }],
  ['a process without that module', { getBuiltinModule: () => undefined }],
])('is WebCrypto where there is %s', async (_, process) => {
  expect(await nameIn(realmWith({ ...ofPages, process }))).toBe('WebCrypto')
})

it('is JavaScript in a page without a secure context', async () => {
  const getRandomValues = crypto.getRandomValues.bind(crypto)
  expect(await nameIn(realmWith({ ...ofPages, crypto: { getRandomValues } }))).toBe('JavaScript')
})
