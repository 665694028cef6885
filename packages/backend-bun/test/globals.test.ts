/** Old apps replace global functions. Chromium does not depend on these globals, so the backend must not either. */
import { afterEach, expect, it, vi } from 'vitest'
import { accept, anyPort, connect, describeInBun, listen, openDatagram, pattern } from './in-bun.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

describeInBun('an app that replaces a global', (backend) => {
  it.each([
    'Set',
    'Uint8Array',
    'ArrayBuffer',
    'performance',
    'queueMicrotask',
    'setTimeout',
    'clearTimeout',
    'Buffer',
  ])('does no harm: %s', async (name) => {
    const bytes = pattern(1000)
    const listener = await listen(backend)
    const accepting = accept(listener)
    const { stream: client } = await connect(backend, listener.local)
    const server = await accepting
    const receiver = await openDatagram(backend, { bind: anyPort })
    const results: Promise<number>[] = []
    const result = (start: (complete: (result: number) => void) => void): void => {
      results.push(new Promise<number>(start))
    }
    vi.stubGlobal(name, () => {
      throw new Error(`the app's own ${name}`)
    })
    result((complete) => server.read(10, { completeRead: complete }))
    result((complete) => client?.write(bytes, complete))
    result((complete) => receiver.receive(1000, complete))
    result((complete) => receiver.send(bytes, receiver.local, complete))
    result((complete) => receiver.joinGroup('239.255.41.11', complete))
    result((complete) => backend.resolve('localhost', 'ipv4', complete))
    result((complete) => backend.connect(listener.local, complete))
    result((complete) => listener.accept(complete))
    expect(await Promise.all(results)).toEqual([10, 1000, 1000, 1000, 0, 0, 0, 0])
    const rest = new Promise<number>((resolve) => server.read(5000, { completeRead: resolve }))
    expect(await rest).toBe(990)
    client?.close()
    const end = new Promise<number>((resolve) => server.read(10, { completeRead: resolve }))
    expect(await end).toBe(0)
    listener.close()
    server.close()
    receiver.close()
  })
})
