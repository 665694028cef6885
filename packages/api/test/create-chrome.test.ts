/** Expectations: Chromium 156, asked with the same calls (packages/conformance has the recordings), and the README. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createChrome, registerBackend, registerTls } from '../src/index.ts'
import type { Chrome, WriteInfo } from '../src/index.ts'
import { ScriptedStream, scriptedBackend } from './scripted-backend.ts'
import { turns } from './turns.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

async function connected(): Promise<{ chrome: Chrome; stream: ScriptedStream; socketId: number }> {
  const stream = new ScriptedStream()
  const chrome = createChrome({ backend: scriptedBackend(stream) })
  const { socketId } = await chrome.socket.create('tcp')
  await new Promise((resolve) => chrome.socket.connect(socketId, '192.0.2.2', 80, resolve))
  return { chrome, stream, socketId }
}

/** The bytes of each write of the stream, until no more come. Each write completes with `result`, or with its length. */
async function takeWrites({ writes }: ScriptedStream, result?: number): Promise<number[][]> {
  const taken: number[][] = []
  for (let write = writes.shift(); write !== undefined; write = writes.shift()) {
    taken.push([...write.bytes])
    write.complete(result ?? write.bytes.byteLength)
  }
  await turns()
  return taken
}

/** In bytes. Shorter writes are copied, and a system is not asked to take them within the call. */
const block = 2000

/** A block of each value. */
function blocksOf(values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => Array.from({ length: block }, () => value)))
}

async function takeBlocks(stream: ScriptedStream): Promise<number[][]> {
  return (await takeWrites(stream)).map(firstOfBlocks)
}

function firstOfBlocks(bytes: Iterable<number>): number[] {
  return [...bytes].filter((_, index) => index % block === 0)
}

describe('lastError', () => {
  it('is there for the callback and its microtasks, and gone afterwards', async () => {
    const { runtime, socket } = createChrome({ backend: scriptedBackend(new ScriptedStream()) })
    const seen: unknown[] = []
    socket.getInfo(99, async (...results) => {
      seen.push(results.length, runtime.lastError?.message)
      await null
      seen.push(runtime.lastError?.message)
    })
    socket.getInfo(98, () => seen.push(Object.keys(runtime.lastError ?? {})))
    await turns()
    expect(seen).toEqual([0, 'Socket not found', 'Socket not found', ['message']])
    expect('lastError' in runtime).toBe(false)
  })

  it('is reported when nobody has read it', async () => {
    const report = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { socket } = createChrome({ backend: scriptedBackend(new ScriptedStream()) })
    socket.getInfo(99, () => {})
    await turns()
    expect(report.mock.calls).toEqual([['Unchecked runtime.lastError: Socket not found']])
  })

  it('is only reported when the app has frozen its runtime, and the callback comes', async () => {
    const report = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { runtime, socket } = createChrome({ backend: scriptedBackend(new ScriptedStream()) })
    Object.freeze(runtime)
    const results: number[] = []
    socket.setNoDelay(99, true, () => results.push(1))
    socket.setNoDelay(98, true, () => results.push(2))
    await turns()
    expect(results).toEqual([1, 2])
    expect(report).toHaveBeenCalledTimes(2)
  })
})

describe('writes', () => {
  it('sends what was in the buffer at the call, the small ones together', async () => {
    const { chrome, stream, socketId } = await connected()
    const answers: number[] = []
    const bytes = new Uint8Array(3)
    for (let value = 1; value <= 3; value += 1) {
      bytes.fill(value)
      chrome.socket.write(socketId, bytes, ({ bytesWritten }) => answers.push(bytesWritten))
    }
    bytes.fill(99)
    expect(stream.writes.map((write) => [...write.bytes])).toEqual([[1, 1, 1]])
    stream.writes[0]?.complete(3)
    expect(stream.writes.map((write) => [...write.bytes])).toEqual([
      [1, 1, 1],
      [2, 2, 2, 3, 3, 3],
    ])
    stream.writes[1]?.complete(6)
    await turns()
    expect(answers).toEqual([3, 3, 3])
  })

  it('waits for the others of its turn after a turn of several, and goes out at once after a turn of one', async () => {
    const { chrome, stream, socketId } = await connected()
    const write = (...values: number[]): void => {
      for (const value of values) chrome.socket.write(socketId, Uint8Array.of(value), () => {})
    }
    write(1, 2, 3)
    expect(await takeWrites(stream)).toEqual([[1], [2, 3]])
    write(4, 5)
    expect(stream.writes).toEqual([])
    await turns()
    expect(await takeWrites(stream)).toEqual([[4, 5]])
    write(6)
    await turns()
    expect(await takeWrites(stream)).toEqual([[6]])
    write(7)
    expect(stream.writes.map(({ bytes }) => [...bytes])).toEqual([[7]])
  })

  /** In Chromium one is answered if it goes out, as in the scenarios `tcp: writes and the end of one script`. */
  it('hands over what waits for others when the socket is disconnected, and answers it as sent', async () => {
    const { chrome, stream, socketId } = await connected()
    const answered: number[] = []
    const write = (value: number): void =>
      chrome.socket.write(socketId, Uint8Array.of(value), () => answered.push(value))
    for (const value of [1, 2, 3]) write(value)
    await takeWrites(stream)
    write(4)
    chrome.socket.disconnect(socketId)
    expect(stream.closed).toBe(true)
    expect(await takeWrites(stream, -100)).toEqual([[4]])
    expect(answered).toEqual([1, 2, 3, 4])
  })

  it('hands a lone write to a system that takes it within the call, and a copy of the rest', async () => {
    const { chrome, stream, socketId } = await connected()
    const taken: number[][] = []
    const room = [3, 2, 0].map((blocks) => blocks * block)
    const answers: number[] = []
    stream.writeNow = (bytes) => {
      const part = bytes.subarray(0, room.shift())
      taken.push(firstOfBlocks(part))
      return part.byteLength
    }
    const write = (...values: number[]): void => {
      const data = blocksOf(values)
      chrome.socket.write(socketId, data, ({ bytesWritten }) => answers.push(bytesWritten / block))
      data.fill(99)
    }
    write(1, 2, 3)
    expect(answers).toEqual([])
    await turns()
    expect([taken, stream.writes, answers]).toEqual([[[1, 2, 3]], [], [3]])
    write(4, 5, 6)
    expect(await takeBlocks(stream)).toEqual([[6]])
    write(7)
    expect(await takeBlocks(stream)).toEqual([[7]])
    write()
    expect(await takeBlocks(stream)).toEqual([])
    expect([taken, answers]).toEqual([
      [[1, 2, 3], [4, 5], []],
      [3, 3, 1, 0],
    ])
  })

  it('sends together what follows a write that the system has taken', async () => {
    const { chrome, stream, socketId } = await connected()
    const taken: number[][] = []
    const answers: number[] = []
    stream.writeNow = (bytes) => taken.push(firstOfBlocks(bytes)) && bytes.byteLength
    for (const value of [1, 2, 3]) {
      chrome.socket.write(socketId, blocksOf([value]), ({ bytesWritten }) => {
        answers.push((bytesWritten / block) * value)
        if (value === 1) expect(stream.writes.map(({ bytes }) => firstOfBlocks(bytes))).toEqual([[2, 3]])
      })
    }
    expect([taken, stream.writes]).toEqual([[[1]], []])
    await turns()
    expect(await takeBlocks(stream)).toEqual([[2, 3]])
    expect(answers).toEqual([1, 2, 3])
  })

  it('sends the bytes that an array has, whatever its own properties say', async () => {
    const { chrome, stream, socketId } = await connected()
    const answers: number[] = []
    for (const [byteLength, length] of [
      [5000, 10],
      [20_000, 2000],
      [1, 3000],
      [Number.NaN, 5],
      [-1, 5],
    ] as const) {
      const data = Object.defineProperties(new Uint8Array(length).fill(7), {
        byteLength: { value: byteLength },
        length: { value: byteLength },
        byteOffset: { value: 4 },
        buffer: { value: new ArrayBuffer(8) },
        subarray: { value: () => new Uint8Array(9) },
      })
      chrome.socket.write(socketId, data, ({ bytesWritten }) => answers.push(bytesWritten))
    }
    const sent = (await takeWrites(stream)).flat()
    expect(answers).toEqual([10, 2000, 3000, 5, 5])
    expect(sent).toEqual(Array.from({ length: 5020 }, () => 7))
    // None of the lies counts against the quota.
    chrome.socket.write(socketId, new Uint8Array(200 * 1024 * 1024), () => {})
    await turns()
    expect(stream.writes).toHaveLength(1)
  })

  it('refuses what has the prototype of a buffer and is none', async () => {
    const { chrome, socketId } = await connected()
    const impostors = [
      Object.create(ArrayBuffer.prototype),
      Object.create(Uint8Array.prototype),
      new Proxy(new Uint8Array(3), {}),
      new Proxy(new ArrayBuffer(3), {}),
      new SharedArrayBuffer(3),
    ] as Uint8Array[]
    for (const impostor of impostors) {
      expect(() => chrome.socket.write(socketId, impostor, () => {})).toThrow('No matching signature.')
    }
  })

  it('keeps order and length over sizes from 0 to 100,000 bytes', async () => {
    const { chrome, stream, socketId } = await connected()
    const sent: number[] = []
    const answers: number[] = []
    const lengths = [10, 0, 70_000, 16_384, 16_385, 1, 60_000, 5_000, 5_000, 100_000, 0]
    lengths.forEach((length, index) => {
      chrome.socket.write(socketId, new Uint8Array(length).fill(index), (info) => answers.push(info.bytesWritten))
    })
    for (let i = 0; i < stream.writes.length; i += 1) {
      const { bytes, complete } = stream.writes[i] as { bytes: Uint8Array; complete: (result: number) => void }
      sent.push(...bytes)
      complete(bytes.byteLength)
    }
    await turns()
    expect(answers).toEqual(lengths)
    expect(sent).toEqual(lengths.flatMap((length, index) => Array.from({ length }, () => index)))
  })

  it('are refused beyond 200 MiB pending, and counted back when done or dropped', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { chrome, stream, socketId } = await connected()
    const answers: (WriteInfo | undefined)[] = []
    const errors: (string | undefined)[] = []
    const write = (bytes: number): void =>
      chrome.socket.write(socketId, new ArrayBuffer(bytes), (info?: WriteInfo) => {
        answers.push(info)
        errors.push(chrome.runtime.lastError?.message)
      })
    write(200 * 1024 * 1024)
    write(1)
    await turns()
    expect([answers, errors]).toEqual([[undefined], ['Exceeded write quota.']])
    stream.writes[0]?.complete(200 * 1024 * 1024)
    write(200 * 1024 * 1024)
    await turns()
    expect(answers).toHaveLength(2)
    chrome.socket.disconnect(socketId)
    write(200 * 1024 * 1024)
    await turns()
    expect(answers.at(-1)).toEqual({ bytesWritten: -15 })
  })
})

describe('close', () => {
  it('destroys every socket, answers what destroy answers, and lets no call through after that', async () => {
    const { chrome, stream, socketId } = await connected()
    const read = new Promise((resolve) => chrome.socket.read(socketId, resolve))
    await chrome.close()
    expect(await read).toEqual({ data: new ArrayBuffer(0), resultCode: -100 })
    expect(stream.closed).toBe(true)
    expect(() => chrome.socket.create('tcp')).toThrow('Extension context invalidated.')
    await expect(chrome.close()).resolves.toBeUndefined()
  })
})

describe('a backend', () => {
  it('that is missing is named, with the packages that have one', async () => {
    const { socket } = createChrome()
    expect(() => socket.create('tcp', () => {})).toThrow(/@chrome-socket\/backend-node\/register/)
    await expect(socket.create('tcp')).rejects.toThrow(/@chrome-socket\/backend-bun\/register/)
  })

  it('that is none is refused at once: the function that makes one, given in its place', () => {
    const makes = (): unknown => scriptedBackend(new ScriptedStream())
    expect(() => createChrome({ backend: makes as never })).toThrow('`backend` has no `connect`')
    expect(() => createChrome({ tls: makes as never })).toThrow('`tls` has no `secure`')
    expect(() => createChrome({ backend: null as never })).toThrow('`backend` has no `connect`')
    expect(() => registerBackend(makes as never)).toThrow('registerBackend: its argument has no `connect`')
    expect(() => registerTls(makes as never)).toThrow('registerTls: its argument has no `secure`')
  })

  it('without listen, datagrams or interfaces gives a clear error for each', async () => {
    const { socket, runtime } = createChrome({ backend: scriptedBackend(new ScriptedStream()) })
    const { socketId } = await socket.create('tcp')
    const listened = new Promise((resolve) => {
      socket.listen(socketId, '127.0.0.1', 0, (result) => resolve([result, runtime.lastError?.message]))
    })
    expect(await listened).toEqual([-11, 'The scripted backend cannot listen.'])
    const udp = await socket.create('udp')
    expect(await new Promise((resolve) => socket.bind(udp.socketId, '127.0.0.1', 0, resolve))).toBe(-11)
    await expect(socket.getNetworkList()).rejects.toThrow('Network lookup failed or unsupported')
  })

  it('that two apps share gives neither a sight of the other', async () => {
    const backend = scriptedBackend(new ScriptedStream())
    const [one, other] = [createChrome({ backend }), createChrome({ backend })]
    expect(await one.socket.create('tcp')).toEqual({ socketId: 1 })
    expect(await other.socket.create('udp')).toEqual({ socketId: 1 })
    await one.close()
    expect((await other.socket.getInfo(1)).socketType).toBe('udp')
  })
})

describe('setKeepAlive', () => {
  // Chromium 156 on Linux: 32767 true, 32768 false; any delay turns it off.
  it.each([
    [true, 32767, true],
    [true, 32768, false],
    [true, 2147483647, false],
    [true, -1, false],
    [false, 2147483647, true],
  ])('%s with a delay of %i s gives %s', async (enable, delay, expected) => {
    const { chrome, socketId } = await connected()
    const result = await new Promise((resolve) => chrome.socket.setKeepAlive(socketId, enable, delay, resolve))
    expect(result).toBe(expected)
  })
})
