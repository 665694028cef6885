/**
 * Tests the default crypto provider: `node:crypto` if the runtime has it, else WebCrypto, else JavaScript.
 */
import { afterEach, expect, it, vi } from 'vitest'
import { defaultCrypto } from '../src/crypto/default.ts'

/** Loads the modules anew in a runtime with these globals, and returns the name of the default provider. */
async function nameWith(globals: { readonly process?: unknown; readonly crypto?: unknown }): Promise<string> {
  vi.resetModules()
  // The modules take the globals when they load, and Vitest's own loader needs the real `process`.
  vi.doMock('../src/bytes/globals.ts', async (original) => ({ ...(await original<object>()), ...globals }))
  const fresh = await import('../src/crypto/default.ts')
  const { name } = await fresh.defaultCrypto()
  return name
}

afterEach(() => {
  vi.doUnmock('../src/bytes/globals.ts')
  vi.resetModules()
})

it('is node:crypto if the runtime has it', async () => {
  expect((await defaultCrypto()).name).toBe('node:crypto')
})

it.each([
  ['no process, as in a page', undefined],
  ['the process of a bundler', { env: {} }],
  ['a process without that module', { getBuiltinModule: () => undefined }],
])('is WebCrypto where there is %s', async (_, process) => {
  expect(await nameWith({ process })).toBe('WebCrypto')
})

it('is JavaScript in a page without a secure context', async () => {
  expect(await nameWith({ process: undefined, crypto: { getRandomValues: () => {} } })).toBe('JavaScript')
})
