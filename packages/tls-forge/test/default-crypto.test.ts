/**
 * Tests the default crypto provider: `node:crypto` if the runtime has it, else WebCrypto, else JavaScript.
 */
import { setImmediate } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { defaultCrypto } from '../src/crypto/default.ts'

/**
 * Loads the module anew and returns the name of its default provider in a runtime with `globals`. All modules are loaded
 * before the globals change, because Vitest's loader needs `process`.
 */
async function nameWith(globals: Readonly<Record<string, unknown>>): Promise<string> {
  vi.resetModules()
  const fresh = await import('../src/crypto/default.ts')
  await import('../src/crypto/pure.ts')
  await setImmediate()
  // Node's channel to Vitest calls `process.nextTick` when a message comes meanwhile.
  const { nextTick } = process
  for (const [name, value] of Object.entries(globals))
    vi.stubGlobal(name, name === 'process' ? { nextTick, ...Object(value) } : value)
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
  expect(await nameWith({ process })).toBe('WebCrypto')
})

it('is JavaScript in a page without a secure context', async () => {
  expect(await nameWith({ process: undefined, crypto: { getRandomValues: () => {} } })).toBe('JavaScript')
})
