/** Expectations: the contract of `ByteStream.read`: bytes in their order, all of them before the end or the failure. */
import { describe, expect, it } from 'vitest'
import { Inbox, NetError } from '../src/backend/index.ts'
import { turns } from './turns.ts'

/** Reads on and on, `max` bytes each, and lists the first byte of what came, or the result. */
function readAll(inbox: Inbox, max: number, onRead: (count: number) => void = () => {}): number[] {
  const seen: number[] = []
  const next = (): void =>
    inbox.read(max, {
      completeRead(result, data) {
        seen.push(new Uint8Array(data)[0] ?? result)
        onRead(seen.length)
        if (result > 0) next()
      },
    })
  next()
  return seen
}

const receiveNow = (inbox: Inbox, ...bytes: number[]): boolean => inbox.receive(Uint8Array.from(bytes), bytes.length)

/** In an event of the runtime's, as a socket would. Fulfilled when all turns that follow have run. */
async function receive(inbox: Inbox, bytes: number[]): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(() => {
      receiveNow(inbox, ...bytes)
      resolve()
    })
  })
  await turns()
}

describe('a chunk that takes several reads', () => {
  it('is read to its end before a failure that comes meanwhile', async () => {
    const inbox = new Inbox()
    const fail = (): void => process.nextTick(() => inbox.finish(NetError.ERR_CONNECTION_RESET))
    const seen = readAll(inbox, 1, (count) => {
      if (count === 2) fail()
    })
    await receive(inbox, [1, 2, 3, 4, 5])
    expect(seen).toEqual([1, 2, 3, 4, 5, NetError.ERR_CONNECTION_RESET])
  })

  it('is read to its end before another that comes meanwhile', async () => {
    const inbox = new Inbox()
    const seen = readAll(inbox, 1, (count) => {
      if (count === 2) process.nextTick(() => receiveNow(inbox, 6, 7))
      if (count === 5) process.nextTick(() => receiveNow(inbox, 8, 9))
    })
    await receive(inbox, [1, 2, 3, 4, 5])
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('is dropped when the stream is closed meanwhile', async () => {
    const inbox = new Inbox()
    const seen = readAll(inbox, 1, (count) => {
      if (count === 2) process.nextTick(() => inbox.close())
    })
    await receive(inbox, [1, 2, 3, 4, 5])
    expect(seen).toEqual([1, 2, NetError.ERR_CONNECTION_CLOSED])
  })
})

describe('a closed inbox', () => {
  it('drops the bytes that still come, however many, and lets the source go on', async () => {
    const inbox = new Inbox()
    inbox.close()
    for (let count = 0; count < 3; count += 1) expect(inbox.receive(new Uint8Array(50_000), 50_000)).toBe(true)
    expect(inbox.isEmpty).toBe(true)
    const seen = readAll(inbox, 1)
    await turns()
    expect(seen).toEqual([NetError.ERR_CONNECTION_CLOSED])
  })
})
