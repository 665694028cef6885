/**
 * Tests the default crypto provider: `node:crypto` if the runtime has it, else WebCrypto, else JavaScript.
 */
import { afterEach, expect, it, vi } from 'vitest'
import { defaultCrypto } from '../src/crypto/default.ts'

/** Loads the module anew and returns the name of its default provider. */
async function nameWhenLoadedAnew(): Promise<string> {
  vi.resetModules()
  const fresh = await import('../src/crypto/default.ts')
  const { name } = await fresh.defaultCrypto()
  return name
}

afterEach(() => vi.unstubAllGlobals())

it('is node:crypto if the runtime has it', async () => {
  expect((await defaultCrypto()).name).toBe('node:crypto')
})

it.each([
  ['no process, as in a page', undefined],
  ['the process of a bundler', { env: {} }],
  ['a process without that module', { getBuiltinModule: () => undefined }],
])('is WebCrypto where there is %s', async (_, process) => {
  vi.stubGlobal('process', process)
  expect(await nameWhenLoadedAnew()).toBe('WebCrypto')
})

it('is JavaScript in a page without a secure context', async () => {
  vi.stubGlobal('process', undefined)
  vi.stubGlobal('crypto', { getRandomValues: () => {} })
  expect(await nameWhenLoadedAnew()).toBe('JavaScript')
})
