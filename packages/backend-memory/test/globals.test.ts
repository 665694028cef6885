/** Old apps replace global functions. Chromium does not depend on these globals, so the network must not either. */
import { afterEach, expect, it, vi } from 'vitest'
import { MemoryNetwork, memoryBackend } from '../src/index.ts'
import { connected, openDatagram } from './asks.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

it.each(['Set', 'Map', 'Uint8Array', 'ArrayBuffer', 'setTimeout', 'clearTimeout', 'performance'])(
  'works after an app has replaced %s',
  async (name) => {
    const bytes = Uint8Array.of(1, 2, 3)
    const network = new MemoryNetwork({ latency: 1 })
    const [client, server] = [memoryBackend({ network }), memoryBackend({ network })]
    const at = { address: '10.0.0.2', port: 5000 }
    const { ours, theirs } = await connected(client, server, at.address)
    const receiver = await openDatagram(server, { bind: at })
    const sender = await openDatagram(client, { connect: at })
    const results: Promise<number>[] = []
    const result = (start: (complete: (result: number) => void) => void): void => {
      results.push(new Promise<number>(start))
    }
    vi.stubGlobal(name, () => {
      throw new Error(`the app's own ${name}`)
    })
    result((complete) => theirs.read(10, { completeRead: complete }))
    result((complete) => ours.write(bytes, complete))
    result((complete) => receiver.receive(10, complete))
    result((complete) => sender.send(bytes, undefined, complete))
    result((complete) =>
      client.openDatagram({ bind: { address: '::', port: 0 }, multicastTtl: 1, multicastLoopback: true }, complete),
    )
    network.partition('host-1', 'host-3')()
    expect(await Promise.all(results)).toEqual([3, 3, 3, 3, 0])
  },
)
