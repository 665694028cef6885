/** Expectations: the sockets of Node, Bun and Deno themselves, whose callbacks run in the context of their calls. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { describe, expect, it } from 'vitest'
import { createChrome } from '../src/index.ts'
import { ScriptedStream, scriptedBackend } from './scripted-backend.ts'

const storage = new AsyncLocalStorage<string>()

describe('the async context of a callback', () => {
  it('is that of the call, for calls of one tick under several contexts', async () => {
    const { socket, close } = createChrome({ backend: scriptedBackend(new ScriptedStream()), asyncContext: true })
    const contexts = await Promise.all(
      ['A', 'B', 'C'].map((name) =>
        storage.run(
          name,
          () => new Promise((resolve) => socket.getInfo(99, () => resolve([name, storage.getStore()]))),
        ),
      ),
    )
    expect(contexts).toEqual([
      ['A', 'A'],
      ['B', 'B'],
      ['C', 'C'],
    ])
    await close()
  })

  it('is that of the call, for what a backend completes', async () => {
    const stream = new ScriptedStream()
    const { socket, sockets, close } = createChrome({ backend: scriptedBackend(stream), asyncContext: true })
    const { socketId } = await socket.create('tcp')
    const connectedIn = await storage.run(
      'connect',
      () => new Promise((resolve) => socket.connect(socketId, '192.0.2.2', 80, () => resolve(storage.getStore()))),
    )
    const read = storage.run(
      'read',
      () => new Promise((resolve) => socket.read(socketId, () => resolve(storage.getStore()))),
    )
    storage.run('receive', () => stream.completeRead?.(1, Uint8Array.of(1)))
    const other = await storage.run(
      'sockets',
      () => new Promise((resolve) => sockets.tcp.close(99, () => resolve(storage.getStore()))),
    )
    expect([connectedIn, await read, other]).toEqual(['connect', 'read', 'sockets'])
    await close()
  })

  // An error goes to the handler in a microtask. Before Node 24 and in Bun, the handler of such an error has no context.
  it.runIf(process.versions['bun'] === undefined && Number.parseInt(process.versions.node, 10) >= 26)(
    'is that of the call, for the handler of an error that the callback throws (skipped before Node 26, and in Bun)',
    async () => {
      const backend = scriptedBackend(new ScriptedStream())
      const { socket, runtime, close } = createChrome({ backend, asyncContext: true })
      const fail = (): never => {
        void runtime.lastError
        throw new Error('from the app')
      }
      const expected = await contextOfHandler(() => setTimeout(fail, 0))
      expect(expected).toBe('call')
      // The answer to a call in another context brings the turn of both.
      storage.run('other', () => socket.getInfo(99, () => void runtime.lastError))
      expect(await contextOfHandler(() => socket.getInfo(99, fail))).toBe(expected)
      await close()
    },
  )
})

/** Runs `start` in a context, and returns the context in which the handler of uncaught errors then runs. */
async function contextOfHandler(start: () => void): Promise<string | undefined> {
  const others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  try {
    return await new Promise((resolve) => {
      process.once('uncaughtException', () => resolve(storage.getStore()))
      storage.run('call', start)
    })
  } finally {
    for (const other of others) process.on('uncaughtException', other)
  }
}
