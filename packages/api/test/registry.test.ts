/** Expectations: two copies of this package in one tree share the registry, and `chrome` keeps the members it has. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ScriptedStream, scriptedBackend } from './scripted-backend.ts'
import { turns } from './turns.ts'

const scope = globalThis as { chrome?: Record<string, unknown>; [key: symbol]: unknown }

/** Loads the package anew, as if it were installed a second time. */
async function anotherCopy(): Promise<typeof import('../src/index.ts')> {
  vi.resetModules()
  return import('../src/index.ts')
}

afterEach(() => {
  delete scope.chrome
  delete scope[Symbol.for('@chrome-socket/api/registry')]
})

describe('two copies of the package', () => {
  it('share the backend and the TLS provider', async () => {
    const first = await anotherCopy()
    const second = await anotherCopy()
    expect(second.createChrome).not.toBe(first.createChrome)
    const backend = scriptedBackend(new ScriptedStream())
    const tls = { name: 'none', secure: () => () => {} }
    first.registerBackend(backend)
    first.registerTls(tls)
    expect(second.registeredBackend()).toBe(backend)
    expect(second.registeredTls()).toBe(tls)
    expect(await second.createChrome().socket.create('tcp')).toEqual({ socketId: 1 })
  })
})

describe('the global entry', () => {
  it('leaves what chrome has as it is, and has lastError on the runtime that is there', async () => {
    const runtime: { id: string; lastError?: { message: string } } = { id: 'app' }
    const tabs = {}
    scope.chrome = { runtime, tabs }
    const { registerBackend } = await anotherCopy()
    await import('../src/global.ts')
    registerBackend(scriptedBackend(new ScriptedStream()))
    expect(scope.chrome['tabs']).toBe(tabs)
    expect(scope.chrome['runtime']).toBe(runtime)
    const { getInfo } = scope.chrome['socket'] as { getInfo: (id: number, callback: () => void) => void }
    expect(await new Promise((resolve) => getInfo(9, () => resolve(runtime.lastError?.message)))).toBe(
      'Socket not found',
    )
    await turns()
    expect(runtime).toEqual({ id: 'app' })
  })

  it('does not replace a chrome.socket', async () => {
    const socket = {}
    scope.chrome = { socket }
    await anotherCopy()
    await import('../src/global.ts')
    expect(scope.chrome['socket']).toBe(socket)
  })
})
