import { readBytes } from '@chrome-socket/api/backend'
import type { Endpoint, TcpStream } from '@chrome-socket/api/backend'
import { expect, it } from 'vitest'
import type { BunRuntime } from '../src/bun-types.ts'
import {
  accept,
  connect,
  connected,
  connectedToRaw,
  describeInBun,
  listen,
  pattern,
  delivered,
  pause,
  read,
  readAll,
  text,
  write,
} from './in-bun.ts'

describeInBun('tcp', (backend) => {
  it('carries bytes both ways', async () => {
    const [client, server, close] = await connected(backend)
    expect(client.peer).toEqual(server.local)
    expect(server.peer).toEqual(client.local)
    expect(await write(client, 'ping')).toBe(4)
    expect(text((await read(server)).bytes)).toBe('ping')
    expect(await write(server, 'pong')).toBe(4)
    expect(text((await read(client)).bytes)).toBe('pong')
    close()
  })

  it('completes long writes in parts, and reads in any size', async () => {
    const [client, server, close] = await connected(backend)
    const sent = pattern(9_000_001)
    const writing = write(client, sent)
    const parts: Uint8Array[] = []
    for (const max of [1, 4096, 65_536, 1_000_000]) parts.push(await readAll(server, 2_000_000, max))
    parts.push(await readAll(server, 1_000_001, 100_000))
    expect(await writing).toBe(sent.length)
    expect(Buffer.compare(Buffer.concat(parts), sent)).toBe(0)
    close()
  })

  it('gives all received bytes in one read', async () => {
    const [client, server, close] = await connected(backend)
    const sent = pattern(3000)
    for (let start = 0; start < sent.length; start += 15) {
      await write(client, sent.subarray(start, start + 15))
      if (start % 150 === 0) await pause(1)
    }
    await delivered()
    const parts = [await read(server, 10), await read(server, 1000), await read(server, 5000)]
    expect(parts.map(({ result }) => result)).toEqual([10, 1000, 1990])
    expect(Buffer.compare(Buffer.concat(parts.map(({ bytes }) => bytes)), sent)).toBe(0)
    for (const { bytes } of parts) expect(bytes.buffer.byteLength).toBe(bytes.byteLength)
    close()
  })

  it('gives buffers that the reader owns', async () => {
    const [client, server, close] = await connected(backend)
    const sent = pattern(300_000)
    const writing = write(client, sent)
    const buffers: ArrayBuffer[] = []
    for (let got = 0; got < sent.length;) {
      const { result, bytes } = await read(server, 4096)
      expect(bytes.byteOffset).toBe(0)
      expect(bytes.buffer.byteLength).toBe(result)
      got += result
      structuredClone(bytes.buffer, { transfer: [bytes.buffer as ArrayBuffer] })
      buffers.push(bytes.buffer as ArrayBuffer)
    }
    await writing
    expect(new Set(buffers).size).toBe(buffers.length)
    close()
  })

  it('sends writes of all sizes in order', async () => {
    const [client, server, close] = await connected(backend)
    const sizes = [1, 64, 0, 20_000, 3, 3, 70_000, 64, 64, 0, 16_383, 16_384, 5]
    const sent = sizes.map((size, index) => pattern(size + 4 * index).subarray(4 * index))
    const completed: number[] = []
    const writing = sent.map((bytes) => write(client, bytes).then((result) => completed.push(result)))
    const all = Buffer.concat(sent)
    expect(Buffer.compare(await readAll(server, all.length), all)).toBe(0)
    await Promise.all(writing)
    expect(completed).toEqual(sizes)
    close()
  })

  it('completes many writes for a late reader', async () => {
    const [client, server, close] = await connected(backend)
    const block = pattern(50_000)
    const writing = Promise.all(Array.from({ length: 400 }, () => write(client, block)))
    await pause(30)
    const all = await readAll(server, 400 * block.length, 1_000_000)
    expect(Buffer.compare(all, Buffer.concat(Array.from({ length: 400 }, () => block)))).toBe(0)
    expect(new Set(await writing)).toEqual(new Set([block.length]))
    close()
  })

  it('buffers a limited number of bytes while nothing is read', async () => {
    const [client, , close] = await connected(backend)
    let accepted = 0
    const block = pattern(1_000_000)
    const fill = (): void => {
      client.write(block, (result) => {
        if (result <= 0) return
        accepted += result
        fill()
      })
    }
    fill()
    // The system takes bytes for as long as its buffers grow.
    for (let before = -1; before < accepted;) {
      before = accepted
      await pause(100)
      await delivered()
    }
    expect(accepted).toBeLessThan(32_000_000)
    client.close()
    close()
  })

  it('gives the bytes before a FIN, then 0 each time, and can still write', async () => {
    const [client, server, close] = await connected(backend)
    // Many unread bytes pause the socket. The FIN behind them must still be noticed.
    const much = pattern(200_000)
    await write(client, much.subarray(0, 100_000))
    await delivered()
    await write(client, much.subarray(100_000))
    client.close()
    await delivered()
    expect(Buffer.compare(await readAll(server, much.length + 1), much)).toBe(0)
    expect((await read(server)).result).toBe(0)
    expect((await read(server)).result).toBe(0)
    expect(await write(server, 'x')).toBe(1)
    close()
  })

  it('reports a reset after the bytes before it', async () => {
    const [stream, raw] = await connectedToRaw(backend)
    raw.write('last')
    await delivered()
    raw.terminate()
    await delivered()
    expect(text((await read(stream)).bytes)).toBe('last')
    expect((await read(stream)).result).toBe(-101)
    expect((await read(stream)).result).toBe(-101)
    expect(await write(stream, 'x')).toBe(-101)
    stream.close()
  })

  it('reports a reset to a pending read and pending writes', async () => {
    const [stream, raw] = await connectedToRaw(backend)
    // Otherwise the peer may read all of the long write before it resets.
    raw.pause()
    const pending = [read(stream).then(({ result }) => result), write(stream, pattern(20_000_000)), write(stream, 'b')]
    await pause(10)
    raw.terminate()
    expect(await Promise.all(pending)).toEqual([-101, -101, -101])
    stream.close()
  })

  it('fails the writes that can no longer be sent', async () => {
    const [client, server, close] = await connected(backend)
    const writing = [write(client, pattern(20_000_000)), write(client, 'b'), write(client, 'c')]
    await pause(10)
    server.close()
    expect(await Promise.all(writing)).toEqual([-101, -101, -101])
    expect((await read(client)).result).toBe(-101)
    close()
  })

  it('completes pending operations at a close, and every later call', async () => {
    const [client, , close] = await connected(backend)
    const pending = [read(client).then(({ result }) => result), write(client, 'a'), write(client, 'b')]
    client.close()
    client.close()
    expect(await Promise.all(pending)).toEqual([-100, -100, -100])
    expect((await read(client)).result).toBe(-100)
    expect(await write(client, 'x')).toBe(-100)
    expect(client.setNoDelay(true)).toBe(false)
    expect(client.peer.address).toBe('127.0.0.1')
    close()
  })

  it('sends written bytes before it closes', async () => {
    const [client, server, close] = await connected(backend)
    const sent = pattern(1_500_000)
    const reading = readAll(server, sent.length)
    await write(client, sent)
    client.close()
    expect(Buffer.compare(await reading, sent)).toBe(0)
    close()
  })

  it('sets TCP_NODELAY and keep-alive', async () => {
    const [client, server, close] = await connected(backend)
    for (const stream of [client, server]) {
      expect(stream.setNoDelay(false)).toBe(true)
      expect(stream.setKeepAlive(true, 7)).toBe(true)
      expect(stream.setKeepAlive(false, 0)).toBe(true)
      expect(stream.setKeepAlive(true, -1)).toBe(false)
      expect(stream.setKeepAlive(false, -1)).toBe(true)
      expect(stream.setKeepAlive(true, 32_767)).toBe(true)
      expect(stream.setKeepAlive(true, 32_768)).toBe(false)
      expect(stream.setKeepAlive(false, 2_147_483_647)).toBe(true)
    }
    close()
  })

  it('reads newly received bytes together with unread bytes', async () => {
    const [client, server, close] = await connected(backend)
    // These bytes are enough to pause the socket.
    await write(server, pattern(65_537))
    await delivered()
    expect((await read(client, 65_536)).result).toBe(65_536)
    await write(server, 'b')
    await delivered()
    expect((await read(client)).result).toBe(2)
    close()
  })

  it('never completes within the call or its microtasks', async () => {
    const [client, server, close] = await connected(backend)
    await write(server, 'at hand')
    await delivered()
    const order: string[] = []
    const note = (what: string) => (): void => {
      order.push(what)
      queueMicrotask(() => order.push(`microtask of ${what}`))
    }
    await new Promise<void>((resolve) => {
      readBytes(client, 2, note('read'))
      client.write(new Uint8Array(1), note('first write'))
      client.write(new Uint8Array(1), note('second write'))
      client.write(new Uint8Array(0), () => {
        note('empty write')()
        setTimeout(resolve, 5)
      })
      order.push('script')
      queueMicrotask(() => queueMicrotask(() => order.push('microtasks')))
    })
    expect(order).toEqual([
      'script',
      'microtasks',
      ...['read', 'first write', 'second write', 'empty write'].flatMap((what) => [what, `microtask of ${what}`]),
    ])
    close()
  })

  it('lets timers run in a loop of reads that complete at once', async () => {
    const [client, server, close] = await connected(backend)
    await write(server, pattern(100_000))
    await delivered()
    let reads = 0
    let readsAtTimer: number | undefined
    setTimeout(() => {
      readsAtTimer = reads
    }, 0)
    for (; reads < 100_000; reads += 1) await read(client, 1)
    expect(readsAtTimer).toBeLessThan(90_000)
    close()
  })
})

describeInBun('tcp connections', (backend) => {
  it('accepts on demand and in order, even if a client has closed', async () => {
    const listener = await listen(backend)
    const clients = []
    for (let index = 0; index < 3; index += 1) {
      const { stream } = await connect(backend, listener.local)
      if (stream === undefined) throw new Error('not connected')
      await write(stream, `client ${index}`)
      clients.push(stream)
    }
    clients[1]?.close()
    await delivered()
    for (let index = 0; index < 3; index += 1) {
      const stream = await accept(listener)
      expect(stream.peer).toEqual(clients[index]?.local)
      expect(text((await read(stream)).bytes)).toBe(`client ${index}`)
      stream.close()
    }
    for (const client of clients) client.close()
    listener.close()
  })

  it('closes a listener with waiting connections, but without accepted connections', async () => {
    const listener = await listen(backend)
    const first = await connect(backend, listener.local)
    const accepted = await accept(listener)
    const second = await connect(backend, listener.local)
    await delivered()
    listener.close()
    listener.close()
    expect((await read(second.stream!)).result).toBe(0)
    await write(accepted, 'alive')
    expect(text((await read(first.stream!)).bytes)).toBe('alive')
    await expect(accept(listener)).rejects.toThrow('-100')
    expect((await connect(backend, listener.local)).result).toBe(-102)
    const again = await listen(backend, listener.local)
    const pending = accept(again)
    again.close()
    await expect(pending).rejects.toThrow('-100')
    accepted.close()
    first.stream?.close()
  })

  it('knows the addresses of both ends', async () => {
    for (const [at, to] of [
      ['127.0.0.1', '127.0.0.1'],
      ['::1', '::1'],
      ['0.0.0.0', '127.0.0.1'],
      ['::', '::1'],
    ] as const) {
      const listener = await listen(backend, { address: at, port: 0 })
      expect(listener.local.address).toBe(at)
      const accepting = accept(listener)
      const { stream } = await connect(backend, { address: to, port: listener.local.port })
      const server = await accepting
      expect(server.local).toEqual({ address: to, port: listener.local.port })
      expect(stream?.peer).toEqual({ address: to, port: listener.local.port })
      expect(stream?.local).toEqual(server.peer)
      expect(server.peer.address).toBe(to)
      for (const one of [stream, server, listener]) one?.close()
    }
  })

  it('knows the local address even if it is first asked for after a close or a reset', async () => {
    const { Bun: bun } = globalThis as unknown as { Bun: BunRuntime }
    const peers: Endpoint[] = []
    const listener = bun.listen({
      hostname: '127.0.0.1',
      port: 0,
      allowHalfOpen: false,
      data: undefined,
      socket: {
        binaryType: 'arraybuffer',
        open(socket) {
          peers.push({ address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 })
          if (peers.length > 1) setTimeout(() => socket.terminate(), 5)
        },
        data() {},
        drain() {},
        end() {},
        close() {},
        error() {},
      },
    })
    const streams: TcpStream[] = []
    for (let index = 0; index < 3; index += 1) {
      const { stream } = await connect(backend, { address: '127.0.0.1', port: listener.port })
      if (stream === undefined) throw new Error('not connected')
      streams.push(stream)
    }
    streams[0]?.close()
    await expect.poll(() => streams.map(({ hasEnded }) => hasEnded)).toEqual([false, true, true])
    streams[2]?.close()
    expect(streams.map(({ local }) => local)).toEqual(peers)
    listener.stop(true)
  })

  it('does not complete a cancelled connect or listen', async () => {
    const listener = await listen(backend)
    let completions = 0
    backend.connect(listener.local, () => (completions += 1))()
    const { stream: client } = await connect(backend, listener.local)
    let server = await accept(listener)
    if (server.peer.port !== client?.local.port) {
      // The first connect reached the listener before it was cancelled, so its connection ends.
      expect((await read(server)).result).toBe(0)
      server = await accept(listener)
    }
    client?.close()
    backend.listen?.(listener.local, 5, () => (completions += 1))()
    listener.close()
    let cancelled = { address: '', port: 0 }
    const free = await listen(backend)
    cancelled = free.local
    free.close()
    backend.listen?.(cancelled, 5, () => (completions += 1))()
    await pause(10)
    expect((await connect(backend, cancelled)).result).toBe(-102)
    expect(completions).toBe(0)
    server.close()
  })

  it('gives the error of a failed listen', async () => {
    const listener = await listen(backend)
    await expect(listen(backend, listener.local)).rejects.toThrow('-147')
    await expect(listen(backend, { address: '192.0.2.1', port: 0 })).rejects.toThrow('-108')
    await expect(listen(backend, { address: 'no literal.invalid', port: 0 })).rejects.toThrow('-108')
    listener.close()
  })

  it('gives the error of a failed connect', async () => {
    const listener = await listen(backend)
    listener.close()
    expect((await connect(backend, listener.local)).result).toBe(-102)
    expect((await connect(backend, { address: '127.0.0.1', port: 0 })).result).toBe(-102)
    // The kernel has no TCP route to either address, which Bun reports as ECONNREFUSED.
    expect((await connect(backend, { address: '255.255.255.255', port: 9 })).result).toBe(-109)
    expect((await connect(backend, { address: '224.0.0.1', port: 9 })).result).toBe(-109)
  })
})
